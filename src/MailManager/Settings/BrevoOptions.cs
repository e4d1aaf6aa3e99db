using System.Collections.Frozen;

namespace MailDispatcher.MailManager.Settings;

/// <summary>How Brevo's API is reached. Whoever makes one has checked it: an instance is always usable.</summary>
public sealed record BrevoOptions
{
    /// <summary>The settings' names as they stand in the environment; what is said of a bad answer uses them.</summary>
    public const string UrlName = "SENDINBLUE_URL";
    public const string TemplatesName = "Provider__Templates";

    /// <summary>The provider's own API.</summary>
    public const string DefaultUrl = "https://api.brevo.com/v3";

    /// <value>
    /// The API's address with a slash at its end, say https://api.brevo.com/v3/. The provider's older host
    /// api.sendinblue.com answers too.
    /// </value>
    public required Uri Url { get; init; }

    public required ApiKey ApiKey { get; init; }

    /// <value>
    /// How long one mail or one reading may take, from the first try to connect to the last byte of the answer, 0.1 to
    /// 60 s. It must stay below the time in which a second dispatcher takes over, or a late call could outlive the
    /// right to make it.
    /// It is real time even where the clock of the program runs fast: no network does.
    /// </value>
    public required TimeSpan Timeout { get; init; }

    /// <value>The zone in which dates and hours stand in the mails.</value>
    public required TimeZoneInfo Zone { get; init; }

    /// <value>Template number of a mail request to the provider's template id, where the two differ.</value>
    public required FrozenDictionary<int, long> Templates { get; init; }

    /// <summary>The provider's id of a template; the number itself when nothing else is set.</summary>
    public long ProviderTemplate(int template) => Templates.TryGetValue(template, out var id) ? id : template;
}
