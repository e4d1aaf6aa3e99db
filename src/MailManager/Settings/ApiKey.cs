namespace MailDispatcher.MailManager.Settings;

/// <summary>The provider's API key: it can be used, and can't be written anywhere by accident.</summary>
public sealed class ApiKey
{
    /// <summary>How every API key of the provider begins.</summary>
    public const string Prefix = "xkeysib-";

    private const string SmtpPrefix = "xsmtpsib-";
    private static readonly string[] Domains = ["brevo.com", "sendinblue.com"];

    private readonly string _value;

    /// <param name="value">Not empty, without spaces; see <see cref="Problem"/>.</param>
    public ApiKey(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        _value = value;
    }

    /// <summary>The key itself, for the one header that carries it.</summary>
    internal string Reveal() => _value;

    public override string ToString() => "(secret)";

    /// <summary>What is wrong with a key, and what to do, without showing it; null when nothing is.</summary>
    /// <param name="host">Who will get it; the provider's own hosts take only keys of a known form. Null: not
    /// known.</param>
    public static string? Problem(string key, string? host)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Any(c => c is <= ' ' or > '~'))
            return "holds a space or a character that no key has; copy the key again";
        if (host is null || !IsProvider(host) || key.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        return key.StartsWith(SmtpPrefix, StringComparison.Ordinal)
            ? $"this is an SMTP key ({SmtpPrefix}...), which the API refuses; set an API key ({Prefix}...)"
            : $"no API key of {host}: those begin with {Prefix}";
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
