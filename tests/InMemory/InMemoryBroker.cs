using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.InMemory;

/// <summary>
/// Queues and journal in memory, which outlive the sessions that use them: what a session held unacknowledged is back
/// in its place when the session ends, and what was appended stays.
/// </summary>
internal sealed class InMemoryBroker
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Message, (int Level, long Place)> _ready = new();
    private readonly List<JournalEvent> _journal = [];
    private readonly List<(Delivery Delivery, ParkingNote Note)> _parked = [];
    private readonly LinkedList<Message>[] _later =
    [
        .. Enumerable.Range(0, Slots).Select(_ => new LinkedList<Message>()),
    ];
    private long _places;

    public const int Slots = 8;

    /// <summary>False for so many mails that their journal would fill the memory; nobody can start from it then.</summary>
    public bool KeepsJournal { get; init; } = true;

    public IReadOnlyList<JournalEvent> Journal
    {
        get
        {
            lock (_gate)
                return [.. _journal];
        }
    }

    public IReadOnlyList<(Delivery Delivery, ParkingNote Note)> Parked
    {
        get
        {
            lock (_gate)
                return [.. _parked];
        }
    }

    public int Ready
    {
        get
        {
            lock (_gate)
                return _ready.Count;
        }
    }

    /// <summary>The session that messages go to now; null for none.</summary>
    internal InMemorySession? Session { get; set; }

    public void Publish(
        byte[] body,
        byte level = 0,
        string? messageId = null,
        DateTimeOffset? published = null,
        int? released = null
    )
    {
        lock (_gate)
        {
            var message = new Message(
                _places++,
                level,
                new Delivery
                {
                    Tag = 0,
                    Body = body,
                    MessageId = messageId,
                    Published = published,
                    Level = level,
                    ReleasedNumber = released,
                }
            );
            Enqueue(message);
        }

        Session?.Push();
    }

    internal void Enqueue(Message message)
    {
        lock (_gate)
        {
            if (message.Slot is { } slot)
                _later[slot].AddFirst(message);
            else
                _ready.Enqueue(message, (-message.Level, message.Place));
        }
    }

    internal void EnqueueLater(int slot, Delivery delivery)
    {
        lock (_gate)
            _later[slot].AddLast(new Message(_places++, 0, delivery, slot));
    }

    internal Message? TakeLater(int slot)
    {
        lock (_gate)
        {
            if (_later[slot].First?.Value is not { } first)
                return null;
            _later[slot].RemoveFirst();
            return first;
        }
    }

    internal IReadOnlyList<int> CountLater()
    {
        lock (_gate)
            return [.. _later.Select(queue => queue.Count)];
    }

    internal Message? Take()
    {
        lock (_gate)
            return _ready.TryDequeue(out var message, out _) ? message : null;
    }

    internal void Append(IReadOnlyList<JournalEvent> events)
    {
        if (!KeepsJournal)
            return;
        lock (_gate)
            _journal.AddRange(events);
    }

    internal void Park(Delivery delivery, ParkingNote note)
    {
        lock (_gate)
            _parked.Add((delivery, note));
    }

    /// <param name="Place">The order of publishing, in which equals of one level stand.</param>
    /// <param name="Slot">Of the ring for later days; null in the pending queue.</param>
    internal sealed record Message(long Place, int Level, Delivery Delivery, int? Slot = null);
}
