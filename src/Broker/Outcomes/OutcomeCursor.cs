namespace MailDispatcher.Broker.Outcomes;

/// <summary>
/// Up to which record of the journal all outcomes are told, for as long as one leader leads. Not for concurrent use.
/// </summary>
/// <param name="leader">The writer of the leader's own records: the first of them shows where the journal ended when it
/// began to lead.</param>
public sealed class OutcomeCursor(string leader)
{
    private bool _isTrusted;

    /// <summary>The offset of that record; -1 when none was told.</summary>
    public long Position { get; private set; } = -1;

    /// <summary>True once the position that an earlier leader stored was read.</summary>
    public bool IsKnown { get; private set; }

    internal void Start(long position) => (Position, IsKnown) = (position, true);

    internal void Advance(long position) => Position = position;

    /// <summary>
    /// Notices a journal that was deleted since: the position stored for the old one lies beyond the new one's end.
    /// </summary>
    /// <returns>False when the journal must be read again from its first record, and told from there.</returns>
    internal bool Meets(string? writer, long offset)
    {
        if (_isTrusted || writer != leader)
            return true;
        _isTrusted = true;
        if (Position < offset)
            return true;
        Position = -1;
        return false;
    }
}
