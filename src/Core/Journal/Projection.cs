using System.Diagnostics;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Core.Journal;

/// <summary>
/// What must be known to decide, folded from the journal: the state of each mail, the credits spent, the days. Bounded:
/// settled mails beyond <see cref="MaxSettled"/> are forgotten, oldest first; a copy of such a mail that turns up later
/// would be sent again, unless its deadline has passed. Has one owner, which
/// alone reads and folds; what it hands out are values.
/// </summary>
public sealed class Projection
{
    /// <summary>At 300 mails a day almost two years of them, at 20,000 ten days; about 90 MB.</summary>
    public const int MaxSettled = 200_000;

    private readonly Dictionary<Guid, MailState> _mails = [];
    private readonly HashSet<Guid> _uncertain = [];
    private readonly Queue<Guid> _settled = new();
    private readonly NewestRequests _topics = new();
    private readonly DispatcherFold _dispatcherFold = new();
    private readonly ArrivalLog _arrivals;
    private readonly MailFold _mailFold;
    private readonly int _maxSettled;

    /// <param name="zone">In which the days are counted.</param>
    /// <param name="values">What the mails that arrive are worth, for the history of arrivals.</param>
    /// <param name="countsSends">An allowance with windows needs to know when mails left.</param>
    /// <param name="maxSettled">How many settled mails are known at most.</param>
    public Projection(TimeZoneInfo zone, ValueTable values, bool countsSends = false, int maxSettled = MaxSettled)
    {
        _maxSettled = maxSettled;
        Days = new DailyCounts(zone);
        _arrivals = new ArrivalLog(new CreditDay(zone));
        _mailFold = new MailFold(
            _mails,
            values,
            _arrivals,
            _topics,
            Credits,
            countsSends ? Sends : null,
            People,
            Withdrawn
        );
    }

    /// <summary>How many events it was folded from.</summary>
    public long Applied { get; private set; }

    public DailyCounts Days { get; }

    /// <summary>Addresses to which no mail goes.</summary>
    public SuppressionList Suppressed { get; } = new();

    public CreditBalance Credits { get; } = new();

    public RecentEvents Events { get; } = new();

    /// <summary>When mails left, and the attempts that may have been taken.</summary>
    public SendCount Sends { get; } = new();

    /// <summary>When mails left to each person, where a ceiling counts them.</summary>
    public PersonSends People { get; } = new();

    /// <summary>Whose mail is withdrawn wherever it turns up.</summary>
    public PersonWithdrawals Withdrawn { get; } = new();

    /// <summary>Which mails their apps want withdrawn and that are not yet.</summary>
    public AskedWithdrawals WithdrawalsAsked { get; } = new();

    /// <summary>What the journal tells of the dispatcher itself.</summary>
    public DispatcherState Dispatcher { get; private set; } = new();

    /// <summary>The first event of all; null for an empty journal.</summary>
    public DateTimeOffset? Since { get; private set; }

    /// <summary>All mails, in no order.</summary>
    public IReadOnlyCollection<MailState> Mails => _mails.Values;

    /// <summary>
    /// Until when no run of this kind was missed: the end of the last one that was carried out in full, else the first
    /// event of all. Null for an empty journal.
    /// </summary>
    public DateTimeOffset? DoneUntil(RunKind kind) => Dispatcher.Completed.TryGetValue(kind, out var at) ? at : Since;

    /// <summary>
    /// As <see cref="DoneUntil"/>, but a run whose only rest is mails to be tried again later counts: the schedule
    /// works.
    /// </summary>
    public DateTimeOffset? CarriedOutUntil(RunKind kind) =>
        Dispatcher.CarriedOut.TryGetValue(kind, out var at) ? at : Since;

    /// <summary>How many mails were attempted since an instant.</summary>
    public int AttemptedSince(DateTimeOffset since) => _mails.Values.Count(m => m.AttemptedAt >= since);

    /// <summary>Null for a mail that the journal has never seen.</summary>
    public MailState? Find(Guid mail) => _mails.GetValueOrDefault(mail);

    /// <summary>The mails to a person that are known, in no order.</summary>
    /// <param name="keys">All keyed hashes under which the person may stand.</param>
    public IEnumerable<MailState> OfPerson(IReadOnlyList<string> keys) =>
        _mails.Values.Where(mail => mail.Person is { } person && keys.Contains(person));

    /// <summary>How many mails have an attempt whose outcome nobody knows.</summary>
    public int UncertainCount => _uncertain.Count;

    /// <summary>Mails with an attempt whose outcome nobody knows.</summary>
    public IReadOnlyList<MailState> Uncertain() => [.. _uncertain.Select(id => _mails[id])];

    /// <summary>What the days before an instant's day brought.</summary>
    public ArrivalHistory HistoryBefore(DateTimeOffset now) => _arrivals.Before(now);

    /// <summary>The newest request about a topic to a recipient; null when none was seen.</summary>
    public NewestRequest? Newest(string topic, string recipient) => _topics.Newest(topic, recipient);

    public void Apply(JournalEvent entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry is JournalEvent.Attempted { Asked: { } asked })
            Apply(asked);
        // Our own mark may be folded before what stands before it.
        if (Since is null || entry.At < Since)
            Since = entry.At;
        Applied++;
        var (before, mail) = ((MailState?)null, (MailState?)null);
        switch (entry)
        {
            case JournalEvent.OfMail ofMail:
                before = Find(ofMail.Mail);
                mail = Fold(ofMail);
                break;
            case JournalEvent.OfDispatcher ofDispatcher:
                Fold(ofDispatcher);
                break;
            default:
                throw new UnreachableException();
        }

        Days.Apply(entry, before, mail, Credits);
    }

    private MailState? Fold(JournalEvent.OfMail entry)
    {
        _mails.TryGetValue(entry.Mail, out var known);
        if (entry is JournalEvent.WithdrawalAsked wish)
            WithdrawalsAsked.Add(wish, known);
        if (known is null)
        {
            // It says nothing of the mail itself.
            if (entry is JournalEvent.WithdrawalAsked)
                return null;
            // Of a mail that the journal no longer has, or of another program that shares the account.
            if (entry is JournalEvent.ProviderReported stranger)
            {
                Suppressed.Heard(stranger, isNew: false);
                return null;
            }

            Days.CountNew(entry.At);
            known = new MailState(entry.Mail) { Arrived = entry.At };
        }

        if (entry is JournalEvent.ProviderReported report)
            Suppressed.Heard(
                report,
                isNew: !known.Delivery.Has(report.Report) && !report.IsOfCopy(known.Credits, known.Person)
            );
        var mail = entry.Accept(_mailFold, known);
        _mails[mail.Id] = mail;
        WithdrawalsAsked.Look(mail);
        if (mail.IsUncertain)
            _uncertain.Add(mail.Id);
        else
            _uncertain.Remove(mail.Id);
        if (known.Settled is null && mail.Settled is not null)
            Forget(mail.Id);
        return mail;
    }

    private void Fold(JournalEvent.OfDispatcher entry)
    {
        if (entry is JournalEvent.CreditsRead read)
            Credits.Read(
                read,
                _uncertain
                    .Select(id => _mails[id])
                    .Where(mail => read.At - mail.AttemptedAt < CreditBalance.UncertainCounts)
                    .Sum(mail => mail.Credits)
            );
        // How a retry was written before it had an event of its own.
        if (entry is JournalEvent.Operated { RetriedMail: { } retried } && _mails.TryGetValue(retried, out var parked))
            _mails[retried] = parked with { RetriedParking = parked.ParkedTimes };
        if (entry is JournalEvent.AddressesSuppressed suppressed)
            Suppressed.Add(suppressed);
        if (entry is JournalEvent.AddressReleased released)
            Suppressed.Release(released);
        if (entry is JournalEvent.PersonForgotten forgotten)
            Withdrawn.Add(forgotten);
        Dispatcher = entry.Accept(_dispatcherFold, Dispatcher);
        // Those come by the thousand, or all day long, and tell a person nothing.
        if (entry is not (JournalEvent.AddressesSuppressed or JournalEvent.EventLogRead { Missing: 0 }))
            Events.Apply(entry);
    }

    private void Forget(Guid settled)
    {
        _settled.Enqueue(settled);
        while (_settled.Count > _maxSettled)
        {
            var oldest = _settled.Dequeue();
            if (_mails.TryGetValue(oldest, out var old) && old.Settled is not null)
                _mails.Remove(oldest);
        }
    }
}
