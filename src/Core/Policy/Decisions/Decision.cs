namespace MailDispatcher.Core.Policy.Decisions;

/// <summary>What goes now, in this order, and why the rest waits.</summary>
public sealed record Decision
{
    /// <summary>The mails to send now, first one first.</summary>
    public required IReadOnlyList<WaitingMail> Send { get; init; }

    /// <summary>One sentence on the whole, for the log and the page: what was sent or kept back, and why.</summary>
    public required string Reason { get; init; }

    /// <summary>
    /// Why one of the waiting mails does not go now, in words; null for one that goes. Worked out when asked.
    /// </summary>
    public Func<WaitingMail, string?> WhyKeptBack { get; init; } = static _ => null;

    /// <summary>
    /// How many credits are kept back from mails that can go tomorrow, for urgent ones that are still expected today.
    /// </summary>
    public int Reserve { get; init; }
}
