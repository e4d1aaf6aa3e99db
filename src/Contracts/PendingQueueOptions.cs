namespace MailDispatcher.Contracts;

/// <summary>
/// The pending queue's queue: the one place where its name and arguments stand. Publishers and the dispatcher must
/// agree on them, or the broker refuses the second declaration.
/// </summary>
public sealed record PendingQueueOptions
{
    public const string DefaultName = "mail-requests";

    /// <value>Default <c>mail-requests</c>; <c>queue</c> shares the original's.</value>
    public string Name { get; init; } = DefaultName;

    /// <value>Default true: the queue survives a restart of the broker. The original's queue did not.</value>
    public bool Durable { get; init; } = true;

    /// <value>
    /// <c>x-max-priority</c>, 0..255, default 10 (fast). 255 shares the original's queue. 0 declares no priorities.
    /// Ignored for a quorum queue, which has its own.
    /// </value>
    public int MaxPriority { get; init; } = 10;

    /// <value><c>classic</c> (default) or <c>quorum</c>.</value>
    public string Type { get; init; } = "classic";

    /// <summary>
    /// The direct exchange that feeds the queue, of the same name: a publisher's account needs write permission on it
    /// and on nothing else. The original's publishers use the default exchange and reach the same queue.
    /// </summary>
    public string Exchange => Name;

    public bool IsQuorum => Type == "quorum";

    /// <summary>
    /// Priorities the queue tells apart. Quorum queues have 32 (0..31) from RabbitMQ 4.3; older ones clamp or ignore.
    /// </summary>
    public int Levels => IsQuorum ? 31 : MaxPriority;

    /// <summary>
    /// What the queue is declared with, besides its name and durability; also for definitions that a broker imports.
    /// </summary>
    public IDictionary<string, object?> Arguments()
    {
        var arguments = new Dictionary<string, object?>();
        if (IsQuorum)
        {
            arguments["x-queue-type"] = "quorum";
            // From 4.0 a quorum queue drops a message after 20 returns; waiting mail is returned far more often. 4.x
            // writes "no limit" as -1, but 3.10 takes that literally and drops a message at its first return.
            arguments["x-delivery-limit"] = int.MaxValue;
        }
        else if (MaxPriority > 0)
        {
            arguments["x-max-priority"] = MaxPriority;
        }

        return arguments;
    }
}
