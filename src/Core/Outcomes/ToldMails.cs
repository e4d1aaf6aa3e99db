using MailDispatcher.Core.Journal;

namespace MailDispatcher.Core.Outcomes;

/// <summary>
/// What was heard of each mail, as far as its outcomes need it. Each event answers whether it is the last that an app
/// is told of the mail by us. Bounded: of what is settled the latest are kept. Not for concurrent use.
/// </summary>
/// <param name="maxSettled">How many settled mails are remembered.</param>
internal sealed class ToldMails(int maxSettled) : IMailEventVisitor<ValueTuple, bool>
{
    private readonly Dictionary<Guid, ToldMail> _mails = [];
    private readonly Queue<Guid> _settled = new();

    // Of each topic to each recipient the mail that is with the provider, or was sent.
    private readonly Dictionary<(string Topic, string Recipient), Guid> _gone = [];

    /// <summary>Null for one that was never heard of, or is forgotten.</summary>
    public ToldMail? Find(Guid mail) => _mails.GetValueOrDefault(mail);

    /// <summary>The mail about a topic that is with the provider, or was sent; null for none.</summary>
    public Guid? Gone((string Topic, string Recipient) topic) => _gone.TryGetValue(topic, out var mail) ? mail : null;

    /// <summary>A mail is settled: it is remembered until enough others are.</summary>
    public void Forget(Guid settled)
    {
        _settled.Enqueue(settled);
        if (_settled.Count <= maxSettled)
            return;
        var oldest = _settled.Dequeue();
        if (_mails.Remove(oldest, out var old) && old.Topic is { } topic)
            Return(topic, oldest);
    }

    bool IMailEventVisitor<ValueTuple, bool>.Visit(JournalEvent.Requested entry, ValueTuple context)
    {
        Of(entry.Mail).Asked(entry);
        return false;
    }

    bool IMailEventVisitor<ValueTuple, bool>.Visit(JournalEvent.Attempted entry, ValueTuple context) =>
        Goes(entry.Mail, isEnd: false);

    bool IMailEventVisitor<ValueTuple, bool>.Visit(JournalEvent.Accepted entry, ValueTuple context) =>
        Goes(entry.Mail, isEnd: true);

    bool IMailEventVisitor<ValueTuple, bool>.Visit(JournalEvent.Unanswered entry, ValueTuple context) => false;

    bool IMailEventVisitor<ValueTuple, bool>.Visit(JournalEvent.Deferred entry, ValueTuple context)
    {
        if (Find(entry.Mail) is { } mail)
            mail.PutOff = entry.Reason;
        return Stays(entry.Mail, isEnd: false);
    }

    bool IMailEventVisitor<ValueTuple, bool>.Visit(JournalEvent.Expired entry, ValueTuple context)
    {
        if (entry.Origin is { } origin)
            Of(entry.Mail).Origin = origin;
        return Stays(entry.Mail, isEnd: true);
    }

    bool IMailEventVisitor<ValueTuple, bool>.Visit(JournalEvent.Superseded entry, ValueTuple context)
    {
        if (entry.ByCancel && Find(entry.By) is { } cancel)
            cancel.Withdrew = entry.Mail;
        return Stays(entry.Mail, isEnd: true);
    }

    bool IMailEventVisitor<ValueTuple, bool>.Visit(JournalEvent.Coalesced entry, ValueTuple context) => true;

    bool IMailEventVisitor<ValueTuple, bool>.Visit(JournalEvent.Cancelled entry, ValueTuple context) => true;

    /// <summary>A person may still send it.</summary>
    bool IMailEventVisitor<ValueTuple, bool>.Visit(JournalEvent.Parked entry, ValueTuple context)
    {
        if (entry.Origin is { } origin)
            Of(entry.Mail).Origin = origin;
        return Stays(entry.Mail, isEnd: false);
    }

    bool IMailEventVisitor<ValueTuple, bool>.Visit(JournalEvent.Released entry, ValueTuple context) => false;

    bool IMailEventVisitor<ValueTuple, bool>.Visit(JournalEvent.RetryRequested entry, ValueTuple context) => false;

    bool IMailEventVisitor<ValueTuple, bool>.Visit(JournalEvent.Discarded entry, ValueTuple context)
    {
        if (entry.Origin is { } origin)
            Of(entry.Mail).Origin ??= origin;
        return true;
    }

    bool IMailEventVisitor<ValueTuple, bool>.Visit(JournalEvent.Duplicate entry, ValueTuple context) => false;

    bool IMailEventVisitor<ValueTuple, bool>.Visit(JournalEvent.Suppressed entry, ValueTuple context)
    {
        if (entry.Origin is { } origin)
            Of(entry.Mail).Origin = origin;
        return Stays(entry.Mail, isEnd: true);
    }

    bool IMailEventVisitor<ValueTuple, bool>.Visit(JournalEvent.ProviderReported entry, ValueTuple context) => false;

    bool IMailEventVisitor<ValueTuple, bool>.Visit(JournalEvent.AtRisk entry, ValueTuple context) => false;

    bool IMailEventVisitor<ValueTuple, bool>.Visit(JournalEvent.WithdrawalAsked entry, ValueTuple context) => false;

    private bool Goes(Guid mail, bool isEnd)
    {
        if (Find(mail)?.Topic is { } topic)
            _gone[topic] = mail;
        return isEnd;
    }

    private bool Stays(Guid mail, bool isEnd)
    {
        if (Find(mail)?.Topic is { } topic)
            Return(topic, mail);
        return isEnd;
    }

    private ToldMail Of(Guid mail)
    {
        if (!_mails.TryGetValue(mail, out var known))
            _mails[mail] = known = new ToldMail();
        return known;
    }

    private void Return((string Topic, string Recipient) topic, Guid mail)
    {
        if (_gone.TryGetValue(topic, out var gone) && gone == mail)
            _gone.Remove(topic);
    }
}
