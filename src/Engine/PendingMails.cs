using System.Diagnostics;

namespace MailDispatcher.Engine;

/// <summary>
/// The mails in hand, by id, by topic, by deadline and, for the policy, by value and day. The loop alone uses it.
/// </summary>
/// <param name="mayGo">When a mail may go that might go at a given time; null stands for at once.</param>
internal sealed class PendingMails(CreditDay day, Func<PendingMail, DateTimeOffset?, DateTimeOffset?> mayGo)
{
    private readonly Dictionary<Guid, PendingMail> _mails = [];
    private readonly Dictionary<(string Topic, string Recipient), List<PendingMail>> _byTopic = [];
    private readonly PriorityQueue<PendingMail, DateTimeOffset> _byDeadline = new();
    private readonly Queue<PendingMail> _byAge = new();

    public int Count => _mails.Count;

    public IReadOnlyCollection<PendingMail> All => _mails.Values;

    /// <summary>What the policy may choose from.</summary>
    public WaitingSet Waiting { get; } = new(day);

    public PendingMail? Find(Guid id) => _mails.GetValueOrDefault(id);

    public void Add(PendingMail mail)
    {
        mail.HeldSince = Stopwatch.GetTimestamp();
        _mails.Add(mail.Id, mail);
        _byAge.Enqueue(mail);
        if (!mail.Request.Cancel)
            _byDeadline.Enqueue(mail, mail.Deadline);
        if (mail.RecipientKey is { } recipient && mail.Request.Topic is { } topic)
        {
            if (!_byTopic.TryGetValue((topic, recipient), out var alike))
                _byTopic[(topic, recipient)] = alike = [];
            alike.Add(mail);
        }
    }

    /// <summary>Takes a mail out: it is settled.</summary>
    public void Remove(PendingMail mail)
    {
        if (mail.State == PendingMailState.Ready)
            Waiting.Remove(mail.Waiting);
        mail.State = PendingMailState.Settled;
        _mails.Remove(mail.Id);
        if (mail.RecipientKey is not { } recipient || mail.Request.Topic is not { } topic)
            return;
        if (!_byTopic.TryGetValue((topic, recipient), out var alike))
            return;
        alike.Remove(mail);
        if (alike.Count == 0)
            _byTopic.Remove((topic, recipient));
    }

    /// <summary>Lets the policy choose it, unless it may be sent already.</summary>
    public void MakeReady(PendingMail mail, DateTimeOffset? notBefore)
    {
        mail.State = PendingMailState.Ready;
        mail.Waiting = mail.Waiting with { NotBefore = mayGo(mail, notBefore) };
        if (!mail.Request.Cancel)
            Waiting.Add(mail.Waiting);
    }

    /// <summary>Changes when a mail that waits may go.</summary>
    public void PutOff(PendingMail mail, DateTimeOffset? until)
    {
        Busy(mail, PendingMailState.Asking);
        MakeReady(mail, until);
    }

    /// <summary>Takes it from the policy's sight while something is done with it.</summary>
    public void Busy(PendingMail mail, PendingMailState stage)
    {
        if (mail.State == PendingMailState.Ready)
            Waiting.Remove(mail.Waiting);
        mail.State = stage;
    }

    public IReadOnlyList<PendingMail> OfTopic(string topic, string recipient) =>
        _byTopic.GetValueOrDefault((topic, recipient)) ?? [];

    /// <summary>The soonest deadline in hand; null when there is none.</summary>
    public DateTimeOffset? FirstDeadline
    {
        get
        {
            while (_byDeadline.TryPeek(out var mail, out var deadline))
            {
                if (mail.State != PendingMailState.Settled)
                    return deadline;
                _byDeadline.Dequeue();
            }

            return null;
        }
    }

    /// <summary>Takes from the order by deadline, one after the other, those that are past theirs.</summary>
    public IEnumerable<PendingMail> PastDeadline(DateTimeOffset now)
    {
        while (FirstDeadline <= now)
            yield return _byDeadline.Dequeue();
    }

    /// <summary>A mail that was past its deadline and could not be settled is looked at again.</summary>
    public void CheckAgain(PendingMail mail, DateTimeOffset at) => _byDeadline.Enqueue(mail, at);

    /// <summary>Those that the broker has had out for too long, at most so many; each is told once.</summary>
    public IReadOnlyList<PendingMail> HeldLongerThan(TimeSpan limit, int most)
    {
        List<PendingMail> old = [];
        while (old.Count < most && _byAge.TryPeek(out var mail))
        {
            if (mail.State != PendingMailState.Settled && Stopwatch.GetElapsedTime(mail.HeldSince) < limit)
                break;
            _byAge.Dequeue();
            if (mail.State is PendingMailState.Ready or PendingMailState.Asking)
                old.Add(mail);
            // What is with the provider now is told again later.
            else if (mail.State != PendingMailState.Settled)
                Held(mail);
        }

        return old;
    }

    /// <summary>The broker has just pushed it again.</summary>
    public void Held(PendingMail mail)
    {
        mail.HeldSince = Stopwatch.GetTimestamp();
        _byAge.Enqueue(mail);
    }
}
