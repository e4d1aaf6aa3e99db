namespace MailDispatcher.Core.Journal;

/// <summary>
/// Which mails their apps want withdrawn and that are not: not read yet, perhaps with the provider, or parked. Folded
/// from the journal, and forgotten with it. One owner, as the projection has.
/// </summary>
public sealed class AskedWithdrawals
{
    private readonly Dictionary<Guid, Guid> _open = [];

    /// <summary>By mail, what asked for it.</summary>
    public IReadOnlyDictionary<Guid, Guid> Open => _open;

    /// <summary>What asked that a mail be withdrawn; null when nothing did.</summary>
    public Guid? Find(Guid mail) => _open.TryGetValue(mail, out var by) ? by : null;

    /// <param name="known">Null for a mail that the journal has never seen.</param>
    internal void Add(JournalEvent.WithdrawalAsked wish, MailState? known)
    {
        if (known?.Settled is null or Settlement.Parked)
            _open[wish.Mail] = wish.By;
    }

    // A parked one may be sent back.
    internal void Look(MailState mail)
    {
        if (mail.Settled is not (null or Settlement.Parked))
            _open.Remove(mail.Id);
    }
}
