using MailDispatcher.Consumer.Policy;

namespace MailDispatcher.Consumer.Journal;

/// <summary>
/// The last events that an operator looks for: starts, runs, faults, readings, what people did. Those that come all day
/// long are kept apart, so that they don't drive out the others.
/// </summary>
public sealed class EventLog
{
    public const int Kept = 50;

    /// <summary>Of those that come all day long: some days' worth of a small plan's runs.</summary>
    public const int KeptFrequent = 1000;

    private readonly Lock _gate = new();
    // Oldest first by their own time: a new owner's mark is folded before what stands before it.
    private readonly PriorityQueue<Fact, (DateTimeOffset At, long Number)> _rare = new();
    private readonly PriorityQueue<Fact, (DateTimeOffset At, long Number)> _frequent = new();
    private long _number;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Fact> Latest()
    {
        lock (_gate) return [.. _rare.UnorderedItems.Concat(_frequent.UnorderedItems).OrderByDescending(e => e.Priority).Select(e => e.Element)];
    }

    internal void Apply(Fact fact)
    {
        if (fact is Fact.OfMail) return;
        lock (_gate)
        {
            var (queue, most) = fact is Fact.CreditsRead or Fact.RunEnded { Run: RunKind.Tick } ? (_frequent, KeptFrequent) : (_rare, Kept);
            queue.Enqueue(fact, (fact.At, _number++));
            if (queue.Count > most) queue.Dequeue();
        }
    }
}
