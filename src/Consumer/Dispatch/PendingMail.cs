using MailDispatcher.Broker.Pending;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>A readable mail in hand: what the broker delivered, what it says, and what the journal knows of it.</summary>
public sealed record PendingMail
{
    public required Guid Id { get; init; }

    public required Delivery Delivery { get; init; }

    public required MailRequest Request { get; init; }

    public required DateTimeOffset Arrived { get; init; }

    /// <summary>The journal's own record of it, so always the latest.</summary>
    public MailState State { get; internal set; } = null!;

    /// <summary>A cancel request has none of its own and never expires.</summary>
    public DateTimeOffset Deadline => Request.Cancel ? DateTimeOffset.MaxValue : Request.Deadline;

    /// <summary>What a full window lets go last: a cancel request, which is settled at once, then the soonest deadline.</summary>
    public long Hold => Request.Cancel ? 0 : -Deadline.UtcTicks;

    public WaitingMail AsWaiting(ValueTable values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(Id, Arrived, Deadline, Request.Template, values.Of(Request.Template, Arrived, Deadline), State.NotBefore);
    }
}
