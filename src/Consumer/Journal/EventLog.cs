namespace MailDispatcher.Consumer.Journal;

/// <summary>The last events that an operator looks for: starts, runs, faults, readings, what people did.</summary>
public sealed class EventLog
{
    public const int Kept = 50;

    private readonly Lock _gate = new();
    private readonly Queue<Fact> _facts = new();

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Fact> Latest()
    {
        lock (_gate) return [.. _facts.Reverse()];
    }

    internal void Apply(Fact fact)
    {
        if (fact is Fact.OfMail) return;
        lock (_gate)
        {
            _facts.Enqueue(fact);
            if (_facts.Count > Kept) _facts.Dequeue();
        }
    }
}
