using System.Collections.Frozen;

namespace MailDispatcher.MailManager.Settings;

/// <summary>
/// How the provider is reached. Read and validated at start by <see cref="Settings.ProviderOptionsFactory"/>; an
/// instance is always usable.
/// </summary>
public sealed record ProviderOptions
{
    /// <summary>The setting's names as they stand in the environment; error messages use them.</summary>
    public const string UrlName = "SENDINBLUE_URL";
    public const string TimeoutName = "Provider__Timeout";
    public const string ZoneName = "Dispatch__TimeZone";
    public const string TemplatesName = "Provider__Templates__";

    /// <value>
    /// The API's address with a slash at its end; default https://api.brevo.com/v3/. The provider's older host
    /// api.sendinblue.com answers too.
    /// </value>
    public required Uri Url { get; init; }

    /// <value>No default.</value>
    public required ApiKey ApiKey { get; init; }

    /// <value>
    /// How long one mail or one reading may take, from the first try to connect to the last byte of the answer, 0.1 to
    /// 60 s; default 15 s. It must stay below the time in which a second dispatcher takes over, or a late call could
    /// outlive the right to make it.
    /// It is real time even where the clock of the program runs fast: no network does.
    /// </value>
    public required TimeSpan Timeout { get; init; }

    /// <value>The zone in which dates and hours stand in the mails; default America/Recife.</value>
    public required TimeZoneInfo Zone { get; init; }

    /// <value>Template number of a mail request to the provider's template id, where the two differ.</value>
    public required FrozenDictionary<int, long> Templates { get; init; }

    /// <summary>The provider's id of a template; the number itself when nothing else is set.</summary>
    public long ProviderTemplate(int template) => Templates.TryGetValue(template, out var id) ? id : template;
}
