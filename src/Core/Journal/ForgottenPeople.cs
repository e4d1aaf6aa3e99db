namespace MailDispatcher.Core.Journal;

/// <summary>
/// Who wanted to be forgotten, and when: what was asked for until then is withdrawn wherever it turns up. Folded from
/// the journal, and forgotten with it. One owner, as the projection has.
/// </summary>
public sealed class ForgottenPeople
{
    private readonly Dictionary<string, JournalEvent.PersonForgotten> _newest = new(StringComparer.Ordinal);

    /// <summary>Grows with each wish.</summary>
    public int Version { get; private set; }

    /// <summary>None ever wanted it, as almost always.</summary>
    public bool IsEmpty => _newest.Count == 0;

    /// <summary>The wish that withdraws a mail; null when none does.</summary>
    /// <param name="keys">All keyed hashes under which its person may stand.</param>
    /// <param name="askedFor">When the mail was asked for.</param>
    public JournalEvent.PersonForgotten? Find(IReadOnlyList<string> keys, DateTimeOffset askedFor)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var key in keys)
            if (_newest.TryGetValue(key, out var wish) && askedFor <= wish.At)
                return wish;
        return null;
    }

    internal void Add(JournalEvent.PersonForgotten wish)
    {
        foreach (var key in wish.Person)
            if (!_newest.TryGetValue(key, out var known) || known.At <= wish.At)
                _newest[key] = wish;
        Version++;
    }
}
