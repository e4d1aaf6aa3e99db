namespace MailDispatcher.Sandbox.Mails;

/// <summary>
/// What happened, oldest first, in memory. Beyond its bounds the oldest entries are dropped and counted. Thread-safe.
/// </summary>
/// <param name="maxCount">Entries kept.</param>
/// <param name="maxBytes">Sum of the entries' sizes kept; the newest entry is kept whatever its size.</param>
/// <param name="whenFull">Called the first time that an entry is dropped.</param>
public sealed class BoundedLog<T>(int maxCount, long maxBytes, Func<T, long> size, Action whenFull)
{
    private readonly Lock _lock = new();
    private readonly Queue<T> _entries = new();
    private long _bytes;
    private long _numbers;

    /// <summary>Entries dropped because the log was full, since it was last cleared.</summary>
    public long Dropped
    {
        get
        {
            lock (_lock)
                return field;
        }
        private set;
    }

    public int Count
    {
        get
        {
            lock (_lock)
                return _entries.Count;
        }
    }

    /// <summary>All entries kept, oldest first, as they are now.</summary>
    public IReadOnlyList<T> Snapshot()
    {
        lock (_lock)
            return _entries.ToArray();
    }

    /// <summary>Adds the entry that is made from the next number: 1, 2, 3 ..., never given twice.</summary>
    internal T Add(Func<long, T> make)
    {
        lock (_lock)
        {
            var entry = make(++_numbers);
            _entries.Enqueue(entry);
            _bytes += size(entry);
            while (_entries.Count > 1 && (_entries.Count > maxCount || _bytes > maxBytes))
            {
                _bytes -= size(_entries.Dequeue());
                if (Dropped++ == 0)
                    whenFull();
            }

            return entry;
        }
    }

    /// <summary>Forgets the entries; the numbers go on.</summary>
    internal void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            (_bytes, Dropped) = (0, 0);
        }
    }
}
