namespace MailDispatcher.Core.Provider;

/// <summary>What a provider lets anyone know of a mail whose outcome is not known, and how much it bears.</summary>
public sealed record ProviderTerms
{
    /// <summary>Who it is: it can speak for its own attempts and for nobody else's.</summary>
    public required ProviderKind Kind { get; init; }

    /// <summary>How long repeating under the same idempotency key is safe; zero where there is none.</summary>
    public required TimeSpan KeyHolds { get; init; }

    /// <summary>
    /// Longer than an accepted mail takes to show in the event log: until then its silence proves nothing. Null where
    /// there is no log to ask.
    /// </summary>
    public required TimeSpan? LogLags { get; init; }

    /// <summary>The most calls at once; null where it is our setting alone that counts.</summary>
    public int? MostAtOnce { get; init; }

    /// <summary>
    /// Brevo: its documents say 30 minutes for a key, or 15, and 10 is within both; nothing is published of the log.
    /// </summary>
    public static ProviderTerms Brevo { get; } =
        new()
        {
            Kind = ProviderKind.Brevo,
            KeyHolds = TimeSpan.FromMinutes(10),
            LogLags = TimeSpan.FromMinutes(15),
        };
}
