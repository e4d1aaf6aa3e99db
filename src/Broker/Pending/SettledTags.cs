namespace MailDispatcher.Broker.Pending;

/// <summary>
/// Which delivery tags are settled, so that most of them are acknowledged with few frames: all up to the lowest that is
/// still in hand by one ack for many, the others one by one. Not for concurrent use.
/// </summary>
internal sealed class SettledTags
{
    private readonly Queue<ulong> _delivered = new();
    private readonly HashSet<ulong> _ahead = [];

    public void Delivered(ulong tag) => _delivered.Enqueue(tag);

    /// <param name="tags">Newly settled.</param>
    /// <returns>
    /// The tag up to which all are settled, null when none is new there; and those to be acknowledged one by one.
    /// </returns>
    public (ulong? UpTo, IReadOnlyList<ulong> Single) Settle(IReadOnlyList<ulong> tags)
    {
        var known = new HashSet<ulong>(tags);
        _ahead.UnionWith(tags);
        ulong? upTo = null;
        while (_delivered.TryPeek(out var lowest) && _ahead.Remove(lowest))
        {
            _delivered.Dequeue();
            // One that was acknowledged by itself before is unknown to the broker now, and naming it would be an error.
            if (known.Remove(lowest))
                upTo = lowest;
        }

        return (upTo, [.. known]);
    }
}
