using MailDispatcher.Contracts;
using MailDispatcher.Settings;

namespace MailDispatcher.Consumer.Settings;

/// <summary>Which apps hear their outcomes over HTTP, and the keys of the signatures (Standard Webhooks).</summary>
internal static class OutcomeWebhookSettings
{
    private const string Prefix = "whsec_";

    // Standard Webhooks: 24 to 64 bytes.
    private const int ShortestSecret = 24;
    private const int LongestSecret = 64;

    internal static IReadOnlyList<OutcomeWebhook> Read(SettingsReader reader)
    {
        var urls = reader.SecretsByName(
            "Outcomes__Webhooks",
            "an https address",
            "Where an app, by its name, hears what became of its mails by signed webhooks."
        );
        var secrets = reader
            .SecretsByName(
                "Outcomes__WebhookSecrets",
                "whsec_ and base64, or a file",
                "The key of the signatures of an app's webhooks, or a file that holds it: whsec_ and the base64 of 24 "
                    + "to 64 bytes, as from 'openssl rand -base64 32'."
            )
            .ToDictionary(given => given.Name, given => given.Value);
        var overHttp = reader.Flag(
            "Outcomes__WebhooksOverHttp",
            false,
            "Whether webhooks may go over plain http to other machines than this one."
        );
        var webhooks = new List<OutcomeWebhook>();
        foreach (var (app, text) in urls)
        {
            var url = UrlOf(reader, app, text, overHttp);
            var secret = secrets.Remove(app, out var given) ? SecretOf(reader, app, given) : null;
            if (given is null)
                reader.Problem($"Outcomes__WebhookSecrets__{app}: set it; webhooks are signed.");
            if (url is not null && secret is not null)
                webhooks.Add(new OutcomeWebhook(app, url, secret));
        }

        foreach (var app in secrets.Keys)
            reader.Problem($"Outcomes__WebhookSecrets__{app}: there is no Outcomes__Webhooks__{app}.");
        return webhooks;
    }

    private static Uri? UrlOf(SettingsReader reader, string app, string text, bool overHttp)
    {
        var name = $"Outcomes__Webhooks__{app}";
        if (!MailRequestRules.IsAppName(app))
            reader.Problem($"{name}: an app's name is one word of letters, digits, - and _.");
        else if (
            !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || url.Scheme is not ("https" or "http")
            || url.UserInfo.Length > 0
        )
            reader.Problem($"{name}: no address; write https://host/path, without a user.");
        else if (url.Scheme == "http" && !url.IsLoopback && !overHttp)
            reader.Problem($"{name}: http is for this machine only; write https, or set Outcomes__WebhooksOverHttp.");
        else
            return url;
        return null;
    }

    private static byte[]? SecretOf(SettingsReader reader, string app, string given)
    {
        var name = $"Outcomes__WebhookSecrets__{app}";
        try
        {
            var text = given.StartsWith(Prefix, StringComparison.Ordinal) ? given : File.ReadAllText(given).Trim();
            var secret = text.StartsWith(Prefix, StringComparison.Ordinal)
                ? Convert.FromBase64String(text[Prefix.Length..])
                : [];
            if (secret.Length is >= ShortestSecret and <= LongestSecret)
                return secret;
            reader.Problem($"{name}: write whsec_ and the base64 of {ShortestSecret} to {LongestSecret} bytes.");
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or ArgumentException or FormatException)
        {
            // Not its name: somebody may have written the secret there.
            reader.Problem($"{name}: can't be read ({e.GetType().Name}); write whsec_BASE64, or a file that holds it.");
        }

        return null;
    }
}
