using MailDispatcher.Consumer.Settings;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>
/// Says when the pending queue is looked into between runs, and whether there is anything new to see. The deadline policy
/// looks at each of its ticks. A look of the hourly policy takes all that waits and gives it back, so it happens when
/// something has changed, or a mail is uncertain, and takes a tenth of the time at most: what has come since the last run
/// is foreseen, and what is past, superseded or uncertain is settled, in seconds. It sends nothing new, and costs no allowance.
/// </summary>
internal sealed class PollSchedule(Session session, DispatchSettings settings, DispatcherStatus status, TimeProvider time)
{
    private const int ShareOfTime = 10;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private long _factsSeen;

    /// <exception cref="Broker.Connecting.BrokerLostException">The broker is gone.</exception>
    public async Task<bool> HasNewsAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (settings.PollsOften
            || status.PendingSnapshot is not { } last
            || session.Memory.Applied != _factsSeen
            || session.Memory.Uncertain().Count > 0
            || last.Waiting.Any(mail => mail.Deadline <= now)
            || last.Count != await session.PendingQueue.CountAsync(cancellationToken))
        {
            return true;
        }

        status.FoundNothingNew(now);
        return false;
    }

    /// <summary>Notes that a run or a look has ended, and tells when to look again.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset began)
    {
        _factsSeen = session.Memory.Applied;
        var now = time.GetUtcNow();
        if (settings.PollsOften) return now + settings.Tick;
        var pause = (now - began) * ShareOfTime;
        return now + (pause > Every ? pause : Every);
    }
}
