using MailDispatcher.Core.Policy;

namespace MailDispatcher.Core.Journal;

/// <summary>
/// What must be known to decide, folded from the journal: the state of each mail, the credits spent, the days. Bounded:
/// settled mails beyond <see cref="MaxSettled"/> are forgotten, oldest first; a copy of such a mail that turns up later
/// would be sent again, unless its deadline has passed. Safe for concurrent use.
/// </summary>
public sealed class Projection(TimeZoneInfo zone, ValueTable values)
{
    /// <summary>At 300 mails a day more than two years of them; about 60 MB.</summary>
    public const int MaxSettled = 250_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, MailState> _mails = [];
    private readonly Queue<Guid> _settled = new();
    private readonly Dictionary<RunKind, DateTimeOffset> _ended = [];
    private readonly Dictionary<RunKind, DateTimeOffset> _completed = [];
    private readonly Dictionary<RunKind, DateTimeOffset> _carriedOut = [];
    private DateTimeOffset? _since;
    private readonly NewestRequests _topics = new();
    private readonly ArrivalLog _arrivals = new(new CreditDay(zone));

    /// <summary>How many events it was folded from.</summary>
    public long Applied { get; private set; }

    public DailyCounts Days { get; } = new(zone);

    public CreditLedger Credits { get; } = new();

    public RecentEvents Events { get; } = new();

    /// <summary>The account's fault while it lasts, in words; null when there is none.</summary>
    public string? ProviderFault { get; private set; }

    /// <summary>True when the fault shows already in reading the credits.</summary>
    public bool FaultIsOnReading { get; private set; }

    /// <summary>Who paused dispatching; null when it is not paused.</summary>
    public string? PausedBy { get; private set; }

    /// <summary>The first event of all; null for an empty journal.</summary>
    public DateTimeOffset? Since => _since;

    /// <summary>The last day whose end was reported; null when none was.</summary>
    public DateOnly? DaysReported { get; private set; }

    /// <summary>When a run of this kind last ended, in full or not; null when the journal tells of none.</summary>
    public DateTimeOffset? LastRun(RunKind kind)
    {
        lock (_gate) return _ended.TryGetValue(kind, out var at) ? at : null;
    }

    /// <summary>
    /// Until when no run of this kind was missed: the end of the last one that was carried out in full, else the first
    /// event of all. Null for an empty journal.
    /// </summary>
    public DateTimeOffset? DoneUntil(RunKind kind)
    {
        lock (_gate) return _completed.TryGetValue(kind, out var at) ? at : _since;
    }

    /// <summary>
    /// As <see cref="DoneUntil"/>, but a run whose only rest is mails to be tried again later counts: the schedule works.
    /// </summary>
    public DateTimeOffset? CarriedOutUntil(RunKind kind)
    {
        lock (_gate) return _carriedOut.TryGetValue(kind, out var at) ? at : _since;
    }

    /// <summary>Reads all mails at one moment. Events wait meanwhile: keep it short.</summary>
    public T Read<T>(Func<IReadOnlyCollection<MailState>, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        lock (_gate) return read(_mails.Values);
    }

    /// <summary>How many mails were attempted since an instant.</summary>
    public int AttemptedSince(DateTimeOffset since)
    {
        lock (_gate) return _mails.Values.Count(m => m.AttemptedAt >= since);
    }

    /// <summary>Null for a mail that the journal has never seen.</summary>
    public MailState? Find(Guid mail)
    {
        lock (_gate) return _mails.GetValueOrDefault(mail);
    }

    /// <summary>Mails with an attempt whose outcome nobody knows.</summary>
    public IReadOnlyList<MailState> Uncertain()
    {
        lock (_gate) return [.. _mails.Values.Where(m => m.IsUncertain)];
    }

    /// <summary>What the days before an instant's day brought.</summary>
    public ArrivalHistory HistoryBefore(DateTimeOffset now)
    {
        lock (_gate) return _arrivals.Before(now);
    }

    /// <summary>The newest request about a topic to a recipient; null when none was seen.</summary>
    public NewestRequest? Newest(string topic, string recipient)
    {
        lock (_gate) return _topics.Newest(topic, recipient);
    }

    public void Apply(JournalEvent entry)
    {
        lock (_gate)
        {
            // Our own mark may be folded before what stands before it.
            if (_since is null || entry.At < _since) _since = entry.At;
            Applied++;
            switch (entry)
            {
                case JournalEvent.OfMail ofMail:
                    Apply(ofMail, StateOf(ofMail));
                    break;
                case JournalEvent.CreditsRead read:
                    Credits.Read(read, _mails.Values.Count(m => m.IsUncertain && read.At - m.AttemptedAt < CreditLedger.UncertainCounts));
                    break;
                case JournalEvent.RunEnded ended:
                    _ended[ended.Run] = ended.At;
                    if (ended.IsComplete) _completed[ended.Run] = ended.At;
                    if (ended.IsComplete || ended.Result == "retries") _carriedOut[ended.Run] = ended.At;
                    break;
                case JournalEvent.ProviderFault fault:
                    ProviderFault = fault.Open ? fault.Reason : null;
                    FaultIsOnReading = fault is { Open: true, OnReading: true };
                    break;
                case JournalEvent.Operated { Action: "pause" } operated:
                    PausedBy = operated.By;
                    break;
                case JournalEvent.Operated { Action: "resume" }:
                    PausedBy = null;
                    break;
                case JournalEvent.DayEnded ended when DaysReported is null || ended.Day > DaysReported:
                    DaysReported = ended.Day;
                    break;
                default:
                    break;
            }

            Days.Apply(entry, entry is JournalEvent.OfMail about ? _mails.GetValueOrDefault(about.Mail) : null, Credits);
            Events.Apply(entry);
        }
    }

    private void Apply(JournalEvent.OfMail entry, MailState mail)
    {
        switch (entry)
        {
            case JournalEvent.Requested asked:
                (mail.Arrived, mail.Deadline, mail.Template, mail.ArrivalIsKnown) = (asked.Arrived, asked.Deadline, asked.Template, true);
                if (!asked.Cancel) _arrivals.Add(asked.Arrived, asked.Deadline, values.Of(asked.Template, asked.Arrived, asked.Deadline));
                _topics.Remember(asked);
                break;
            case JournalEvent.Attempted attempted:
                if (mail.OpenSince is null) Credits.Spend();
                mail.OpenSince ??= attempted.At;
                mail.AttemptedAt = attempted.At;
                mail.Attempts++;
                (mail.Urgency, mail.Template) = (attempted.Urgency, attempted.Template);
                TakeAlong(mail, attempted.Along ?? []);
                break;
            case JournalEvent.Unanswered unanswered:
                mail.LastReason = unanswered.Reason;
                break;
            case JournalEvent.Deferred deferred:
                if (mail.OpenSince is not null) Credits.GiveBack();
                mail.OpenSince = null;
                (mail.NotBefore, mail.LastReason) = (deferred.Until, deferred.Reason);
                if (deferred.FreshKey) mail.Series++;
                if (deferred.Until is null) mail.Attempts--;
                TakeAlong(mail, []);
                break;
            case JournalEvent.Accepted:
                Settle(mail, Settlement.Sent, entry.At);
                break;
            case JournalEvent.Expired expired:
                (mail.Deadline, mail.Template) = (expired.Deadline, expired.Template);
                Settle(mail, Settlement.Expired, entry.At);
                break;
            case JournalEvent.Superseded:
                Settle(mail, Settlement.Superseded, entry.At);
                break;
            case JournalEvent.Coalesced:
                Settle(mail, Settlement.Coalesced, entry.At);
                break;
            case JournalEvent.Cancelled:
                Settle(mail, Settlement.Cancelled, entry.At);
                break;
            case JournalEvent.Parked parked:
                if (mail.OpenSince is not null) Credits.GiveBack();
                (mail.ParkedTimes, mail.LastReason) = (parked.Number, parked.Reason);
                TakeAlong(mail, []);
                Settle(mail, Settlement.Parked, entry.At);
                break;
            case JournalEvent.Discarded when mail.Settled is Settlement.Parked:
                Settle(mail, Settlement.Discarded, entry.At);
                break;
            case JournalEvent.Released released when mail.Settled is Settlement.Parked && released.Number == mail.ParkedTimes:
                (mail.Settled, mail.Attempts, mail.NotBefore) = (null, 0, null);
                mail.Series++;
                break;
            default:
                break;
        }
    }

    private void TakeAlong(MailState mail, IReadOnlyList<Guid> along)
    {
        foreach (var id in mail.Along)
            if (_mails.TryGetValue(id, out var before) && before.GoesWith == mail.Id) before.GoesWith = null;
        foreach (var id in along)
            if (_mails.TryGetValue(id, out var other)) other.GoesWith = mail.Id;
        mail.Along = along;
    }

    private MailState StateOf(JournalEvent.OfMail entry)
    {
        if (_mails.TryGetValue(entry.Mail, out var known)) return known;
        Days.CountNew(entry.At);
        return _mails[entry.Mail] = new MailState(entry.Mail) { Arrived = entry.At };
    }

    private void Settle(MailState mail, Settlement settlement, DateTimeOffset at)
    {
        if (mail.Settled is null) _settled.Enqueue(mail.Id);
        (mail.Settled, mail.SettledAt, mail.OpenSince) = (settlement, at, null);
        while (_settled.Count > MaxSettled)
        {
            var oldest = _settled.Dequeue();
            if (_mails.TryGetValue(oldest, out var old) && old.Settled is not null) _mails.Remove(oldest);
        }
    }
}
