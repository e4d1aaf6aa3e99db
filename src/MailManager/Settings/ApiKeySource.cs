using Microsoft.Extensions.Configuration;

namespace MailDispatcher.MailManager.Settings;

/// <summary>
/// Finds the API key: in the environment, else in the file that it names, else in systemd's credentials.
/// </summary>
internal static class ApiKeySource
{
    public const string KeyName = "SENDINBLUE_API_KEY";
    public const string FileName = "SENDINBLUE_API_KEY_FILE";

    /// <summary>
    /// Set by systemd for a unit with <c>LoadCredential=</c> or <c>SetCredentialEncrypted=</c> (systemd.exec(5)).
    /// </summary>
    public const string CredentialsName = "CREDENTIALS_DIRECTORY";
    public const string CredentialName = "sendinblue-api-key";

    private static readonly string[] Domains = ["brevo.com", "sendinblue.com"];

    private const string ApiPrefix = "xkeysib-";
    private const string SmtpPrefix = "xsmtpsib-";

    /// <param name="host">The host that will get the key; the provider's own hosts take only keys of a known
    /// form.</param>
    /// <returns>The key, or null with the reason added to <paramref name="problems"/>.</returns>
    public static ApiKey? Read(IConfiguration configuration, string? host, List<string> problems)
    {
        if (Find(configuration, problems) is not var (source, key))
            return null;
        if (Problem(key, host) is not { } problem)
            return new ApiKey(key);
        problems.Add($"{source}: {problem}");
        return null;
    }

    private static (string Source, string Key)? Find(IConfiguration configuration, List<string> problems)
    {
        if (configuration[KeyName]?.Trim() is { Length: > 0 } given)
            return (KeyName, given);
        if (configuration[FileName] is { Length: > 0 } named)
            return FromFile(FileName, named, problems);
        if (
            configuration[CredentialsName] is { Length: > 0 } directory
            && Path.Combine(directory, CredentialName) is var credential
            && File.Exists(credential)
        )
            return FromFile($"the credential {CredentialName}", credential, problems);
        problems.Add(
            $"{KeyName}: not set; give the API key ({ApiPrefix}...) here, or name a file that holds it in "
                + $"{FileName}, or pass it as the systemd credential {CredentialName}"
        );
        return null;
    }

    private static (string Source, string Key)? FromFile(string source, string path, List<string> problems)
    {
        try
        {
            if (File.ReadAllText(path).Trim() is { Length: > 0 } key)
                return (source, key);
            problems.Add($"{source}: the file {path} is empty; it should hold the API key ({ApiPrefix}...)");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problems.Add(
                $"{source}: can't read the file {path} ({e.GetType().Name}); make it readable for this user, or "
                    + "name another"
            );
        }

        return null;
    }

    private static string? Problem(string key, string? host)
    {
        if (key.Any(c => c is <= ' ' or > '~'))
            return "holds a space or a character that no key has; copy the key again";
        if (host is null || !IsProvider(host) || key.StartsWith(ApiPrefix, StringComparison.Ordinal))
            return null;
        return key.StartsWith(SmtpPrefix, StringComparison.Ordinal)
            ? $"this is an SMTP key ({SmtpPrefix}...), which the API refuses; set an API key ({ApiPrefix}...)"
            : $"no API key of {host}: those begin with {ApiPrefix}";
    }

    /// <summary>
    /// True for the hosts of the provider itself, whose keys have a known form and must not travel in the clear.
    /// </summary>
    public static bool IsProvider(string host) =>
        Domains.Any(own =>
            host.Equals(own, StringComparison.OrdinalIgnoreCase)
            || host.EndsWith($".{own}", StringComparison.OrdinalIgnoreCase)
        );
}
