namespace MailDispatcher.Core.Policy;

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

    /// <summary>What the days before today brought (<see cref="ArrivalLog.Before"/>).</summary>
    public ArrivalHistory History { get; init; } = ArrivalHistory.None;

    /// <summary>Mails that earlier parts of this run have attempted; a run that was cut short goes on with what is left of it.</summary>
    public int AlreadySent { get; init; }
}
