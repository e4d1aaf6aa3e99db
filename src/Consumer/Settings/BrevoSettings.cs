using MailDispatcher.MailManager.Settings;
using MailDispatcher.Settings;

namespace MailDispatcher.Consumer.Settings;

/// <summary>How mail leaves over Brevo's API, where it does.</summary>
internal static class BrevoSettings
{
    /// <returns>Null after a problem.</returns>
    public static BrevoOptions? Read(SettingsReader reader, CallSettings calls)
    {
        var text = reader.Text(
            BrevoOptions.UrlName,
            BrevoOptions.DefaultUrl,
            "an address, https unless it is a sandbox's",
            "The provider's API."
        );
        var url = Url(reader, text);
        var key = Key(reader, url?.IdnHost);
        if (url is null || key is null)
            return null;
        return new BrevoOptions
        {
            Url = url,
            ApiKey = key,
            Timeout = calls.Timeout,
            Zone = calls.Zone,
            Templates = calls.Templates,
        };
    }

    private static Uri? Url(SettingsReader reader, string text)
    {
        if (
            !Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
            || url is not { UserInfo: "", Query: "", Fragment: "" }
        )
        {
            reader.Problem(
                $"{BrevoOptions.UrlName}: not an address of an API; write it as {BrevoOptions.DefaultUrl}, without "
                    + "user, query or fragment."
            );
            return null;
        }

        if (url.Scheme == Uri.UriSchemeHttps || !ApiKey.IsProvider(url.IdnHost))
            return url;
        reader.Problem(
            $"{BrevoOptions.UrlName}: http would show the API key to anyone on the way; write "
                + $"https://{url.Host}{url.AbsolutePath.TrimEnd('/')}."
        );
        return null;
    }

    private static ApiKey? Key(SettingsReader reader, string? host)
    {
        var found = reader.SecretOrFile(
            "SENDINBLUE_API_KEY",
            $"The provider's API key, {ApiKey.Prefix}... It must be given here or in one of the two ways below.",
            "SENDINBLUE_API_KEY_FILE",
            "sendinblue-api-key",
            $"the API key ({ApiKey.Prefix}...)",
            $"not set; give the API key ({ApiKey.Prefix}...) here, or name a file that holds it in "
                + "SENDINBLUE_API_KEY_FILE, or pass it as the systemd credential sendinblue-api-key."
        );
        if (found is not var (source, key))
            return null;
        if (ApiKey.Problem(key, host) is not { } problem)
            return new ApiKey(key);
        reader.Problem($"{source}: {problem}.");
        return null;
    }
}
