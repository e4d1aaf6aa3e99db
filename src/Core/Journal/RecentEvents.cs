namespace MailDispatcher.Core.Journal;

/// <summary>
/// The last events that an operator looks for: starts, runs, faults, readings, what people did. Those that come all day
/// long, and what people did, are kept apart, so that neither drives out the others. Safe for concurrent use.
/// </summary>
public sealed class RecentEvents
{
    public const int Kept = 50;

    /// <summary>Of those that come all day long: some days' worth of a small plan's runs.</summary>
    public const int KeptFrequent = 1000;

    /// <summary>Of what people did.</summary>
    public const int KeptActions = 1000;

    private readonly Lock _gate = new();

    // Oldest first by their own time: a new owner's mark is folded before what stands before it.
    private readonly PriorityQueue<JournalEvent.OfDispatcher, (DateTimeOffset At, long Number)> _rare = new();
    private readonly PriorityQueue<JournalEvent.OfDispatcher, (DateTimeOffset At, long Number)> _frequent = new();
    private readonly PriorityQueue<JournalEvent.OfDispatcher, (DateTimeOffset At, long Number)> _actions = new();
    private IReadOnlyList<JournalEvent.OfDispatcher>? _latest;
    private long _number;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<JournalEvent.OfDispatcher> Latest()
    {
        lock (_gate)
            return _latest ??= [
                .. _rare
                    .UnorderedItems.Concat(_frequent.UnorderedItems)
                    .Concat(_actions.UnorderedItems)
                    .OrderByDescending(e => e.Priority)
                    .Select(e => e.Element),
            ];
    }

    public void Apply(JournalEvent.OfDispatcher entry)
    {
        lock (_gate)
        {
            _latest = null;
            var (queue, most) = entry switch
            {
                JournalEvent.CreditsRead or JournalEvent.RunEnded { Run: RunKind.Tick } => (_frequent, KeptFrequent),
                JournalEvent.Operated or JournalEvent.AddressReleased => (_actions, KeptActions),
                _ => (_rare, Kept),
            };
            queue.Enqueue(entry, (entry.At, _number++));
            if (queue.Count > most)
                queue.Dequeue();
        }
    }
}
