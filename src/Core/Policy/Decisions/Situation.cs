namespace MailDispatcher.Core.Policy.Decisions;

/// <summary>All that a decision may look at. The daemon and the simulator build the same one.</summary>
public sealed record Situation
{
    public required RunKind Kind { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>Every mail that waits and is not past its deadline, in no order.</summary>
    public required IReadOnlyCollection<WaitingMail> Waiting { get; init; }

    public required CreditsLeft Credits { get; init; }

    /// <summary>How many credits the coming days bring; null when nobody knows: then as many as are left now.</summary>
    public int? CreditsADay { get; init; }

    /// <summary>
    /// What is left in every window of the allowance; null when the day is the only one. Then <see cref="Credits"/> and
    /// <see cref="CreditsADay"/> say it all.
    /// </summary>
    public IReadOnlyList<WindowCredits>? Windows { get; init; }

    /// <summary>The most credits that may be spent now.</summary>
    public int MostNow =>
        Windows is { Count: > 0 } windows ? Math.Min(Credits.Most, windows.Min(w => w.Left)) : Credits.Most;

    /// <summary>
    /// The most credits that may be spent until the day's reset, were each window used as soon as it opens.
    /// </summary>
    public long MostUntil(DateTimeOffset reset) =>
        Windows is { Count: > 0 } windows
            ? Math.Min(Credits.Most, windows.Min(w => w.MostUntil(reset, Now)))
            : Credits.Most;

    /// <summary>What the days before today brought (<see cref="ArrivalLog.Before"/>).</summary>
    public ArrivalHistory History { get; init; } = ArrivalHistory.None;

    /// <summary>
    /// Mails that earlier parts of this run have attempted; a run that was cut short goes on with what is left of it.
    /// </summary>
    public int AlreadySent { get; init; }
}
