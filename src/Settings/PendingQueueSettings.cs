using MailDispatcher.Contracts;

namespace MailDispatcher.Settings;

/// <summary>The pending queue, on which publishers and the dispatcher must agree.</summary>
public static class PendingQueueSettings
{
    public static PendingQueueOptions Read(SettingsReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var queue = new PendingQueueOptions
        {
            Name = reader.QueueName(
                "Queue__Name",
                PendingQueueOptions.DefaultName,
                "The pending queue; 'queue' shares the original's."
            ),
            Durable = reader.Flag(
                "Queue__Durable",
                true,
                "Whether the pending queue survives a restart of the broker; the original's did not."
            ),
            MaxPriority = reader.Whole(
                "Queue__MaxPriority",
                10,
                0,
                255,
                "levels",
                "The pending queue's x-max-priority; 255 shares the original's. A quorum queue has its own."
            ),
            Type = reader.Choice("Queue__Type", "classic", ["classic", "quorum"], "The pending queue's kind."),
        };
        if (queue is { IsQuorum: true, Durable: false })
            reader.Problem(
                "Queue__Durable: a quorum queue is always durable; leave it at true, or set Queue__Type to classic."
            );
        return queue;
    }
}
