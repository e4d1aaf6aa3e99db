namespace MailDispatcher.Core.Journal;

/// <summary>
/// Which persons' mail is withdrawn, and until when it was asked for: by a wish to be forgotten, or by a cancel request
/// without a topic. It is withdrawn wherever it turns up. Folded from the journal, and forgotten with it. One owner, as
/// the projection has.
/// </summary>
public sealed class PersonWithdrawals
{
    private readonly Dictionary<string, PersonWithdrawal> _newest = new(StringComparer.Ordinal);

    /// <summary>Grows with each one.</summary>
    public int Version { get; private set; }

    /// <summary>There never was one, as almost always.</summary>
    public bool IsEmpty => _newest.Count == 0;

    /// <summary>What withdraws a mail; null when nothing does.</summary>
    /// <param name="keys">All keys under which its person may stand.</param>
    /// <param name="askedFor">When the mail was asked for.</param>
    public PersonWithdrawal? Find(IReadOnlyList<string> keys, DateTimeOffset askedFor)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var key in keys)
            if (_newest.TryGetValue(key, out var withdrawal) && askedFor <= withdrawal.Until)
                return withdrawal;
        return null;
    }

    internal void Add(JournalEvent.PersonForgotten wish) => Add(wish.Person, new PersonWithdrawal(wish.Id, wish.At));

    /// <summary>A cancel request without a topic; what was asked for at its very instant is newer.</summary>
    internal void Add(JournalEvent.Requested cancel)
    {
        if (cancel is { Cancel: true, Topic: null, Recipient: { } recipient })
            Add([recipient], new PersonWithdrawal(cancel.Mail, cancel.Arrived.AddTicks(-1)));
    }

    private void Add(IReadOnlyList<string> keys, PersonWithdrawal withdrawal)
    {
        foreach (var key in keys)
            if (!_newest.TryGetValue(key, out var known) || known.Until <= withdrawal.Until)
                _newest[key] = withdrawal;
        Version++;
    }
}
