namespace MailDispatcher.Web.View;

/// <summary>What will become of what waits: the page's verdict on it, and each mail with its reason.</summary>
public sealed record ForecastView
{
    public required DateTimeOffset At { get; init; }

    /// <summary>Name of the zone in which people read the times.</summary>
    public required string Zone { get; init; }

    public required Headline Headline { get; init; }

    /// <summary>All that waits.</summary>
    public required int WaitingCount { get; init; }

    /// <summary>
    /// Null while nothing can be foreseen: the pending queue was not looked into yet, or nobody knows the credits.
    /// </summary>
    public MissesAhead? Misses { get; init; }

    /// <summary>Those that miss first, by deadline; then the others, soonest send first.</summary>
    public required IReadOnlyList<WaitingRow> Mails { get; init; }

    public static ForecastView Of(OpsSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return new ForecastView
        {
            At = snapshot.At,
            Zone = snapshot.Zone,
            Headline = snapshot.Headline,
            WaitingCount = snapshot.WaitingCount,
            Misses = snapshot.Misses,
            // The rows come soonest send first, and what misses has no send.
            Mails =
            [
                .. snapshot.Waiting.Where(row => row.Misses == true),
                .. snapshot.Waiting.Where(row => row.Misses != true),
            ],
        };
    }
}
