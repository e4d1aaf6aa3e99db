namespace MailDispatcher.Consumer.Policy;

/// <summary>All that a decision may look at. The daemon and the simulator build the same one.</summary>
public sealed record Situation
{
    public required RunKind Kind { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>Every mail that waits and is not past its deadline, in no order.</summary>
    public required IReadOnlyList<WaitingMail> Waiting { get; init; }

    public required CreditsLeft Credits { get; init; }
}
