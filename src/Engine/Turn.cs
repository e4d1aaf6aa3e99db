using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.Engine;

/// <summary>
/// What one turn of the loop has decided: the events to store, and what is done only once they are stored. If the
/// process dies before, nothing of it has happened; if it dies after, the journal knows.
/// </summary>
internal sealed class Turn(Projection projection)
{
    private readonly List<JournalEvent> _events = [];
    private readonly List<Delivery> _settled = [];
    private readonly List<Action> _after = [];

    public IReadOnlyList<JournalEvent> Events => _events;

    /// <summary>The messages that leave the queue once the events are stored.</summary>
    public IReadOnlyList<Delivery> Settled => _settled;

    /// <summary>What happens once the events are stored, in order.</summary>
    public IReadOnlyList<Action> After => _after;

    public bool IsEmpty => _events.Count == 0 && _settled.Count == 0 && _after.Count == 0;

    /// <summary>Notes an event; it counts at once for what is decided next.</summary>
    public void Record(JournalEvent entry)
    {
        projection.Apply(entry);
        _events.Add(entry);
    }

    public void Ack(Delivery delivery) => _settled.Add(delivery);

    public void Then(Action action) => _after.Add(action);

    public void Clear()
    {
        _events.Clear();
        _settled.Clear();
        _after.Clear();
    }
}
