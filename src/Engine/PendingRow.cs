using MailDispatcher.Core.Policy;

namespace MailDispatcher.Engine;

/// <summary>One mail in hand, as others may see it. No name and no address.</summary>
/// <param name="Waiting">What the policy sees of it.</param>
/// <param name="IsInFlight">Perhaps sent; nothing is done with it before that is known.</param>
/// <param name="IsCancel">It sends nothing and withdraws what waits.</param>
/// <param name="CoalesceKey">The same for mails that may go as one; null for one that goes alone.</param>
/// <param name="IsAtRisk">The journal's last word is that it will likely miss its deadline.</param>
public sealed record PendingRow(
    WaitingMail Waiting,
    bool IsInFlight,
    bool IsCancel,
    string? Topic,
    string? CoalesceKey,
    bool IsAtRisk = false
)
{
    public Guid Id => Waiting.Id;

    public DateTimeOffset Deadline => Waiting.Deadline;

    public DateTimeOffset Arrived => Waiting.Arrived;
}
