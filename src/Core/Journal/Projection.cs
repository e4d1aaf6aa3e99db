using MailDispatcher.Core.Policy;

namespace MailDispatcher.Core.Journal;

/// <summary>
/// What must be known to decide, folded from the journal: the state of each mail, the credits spent, the days. Bounded:
/// settled mails beyond <see cref="MaxSettled"/> are forgotten, oldest first; a copy of such a mail that turns up later
/// would be sent again, unless its deadline has passed. Has one owner, which
/// alone reads and folds; what it hands out are values.
/// </summary>
/// <param name="countsSends">An allowance with windows needs to know when mails left.</param>
public sealed partial class Projection(TimeZoneInfo zone, ValueTable values, bool countsSends = false)
{
    /// <summary>At 300 mails a day more than two years of them; about 60 MB.</summary>
    public const int MaxSettled = 250_000;

    private readonly Dictionary<Guid, MailState> _mails = [];
    private readonly HashSet<Guid> _uncertain = [];
    private readonly Queue<Guid> _settled = new();
    private readonly Dictionary<RunKind, DateTimeOffset> _ended = [];
    private readonly Dictionary<RunKind, DateTimeOffset> _completed = [];
    private readonly Dictionary<RunKind, DateTimeOffset> _carriedOut = [];
    private readonly Dictionary<int, TemplateRest> _resting = [];
    private readonly NewestRequests _topics = new();
    private readonly ArrivalLog _arrivals = new(new CreditDay(zone));

    /// <summary>How many events it was folded from.</summary>
    public long Applied { get; private set; }

    public DailyCounts Days { get; } = new(zone);

    public CreditLedger Credits { get; } = new();

    public RecentEvents Events { get; } = new();

    /// <summary>When mails left, and the attempts that may have been taken.</summary>
    public SendLedger Sends { get; } = new();

    /// <summary>The templates that rest, by number.</summary>
    public IReadOnlyDictionary<int, TemplateRest> RestingTemplates => _resting;

    /// <summary>The account's fault while it lasts, in words; null when there is none.</summary>
    public string? ProviderFault { get; private set; }

    /// <summary>True when the fault shows already in reading the credits.</summary>
    public bool FaultIsOnReading { get; private set; }

    /// <summary>Who paused dispatching; null when it is not paused.</summary>
    public string? PausedBy { get; private set; }

    /// <summary>The first event of all; null for an empty journal.</summary>
    public DateTimeOffset? Since { get; private set; }

    /// <summary>The last day whose end was reported; null when none was.</summary>
    public DateOnly? DaysReported { get; private set; }

    /// <summary>All mails, in no order.</summary>
    public IReadOnlyCollection<MailState> Mails => _mails.Values;

    /// <summary>When a run of this kind last ended, in full or not; null when the journal tells of none.</summary>
    public DateTimeOffset? LastRun(RunKind kind) => _ended.TryGetValue(kind, out var at) ? at : null;

    /// <summary>
    /// Until when no run of this kind was missed: the end of the last one that was carried out in full, else the first
    /// event of all. Null for an empty journal.
    /// </summary>
    public DateTimeOffset? DoneUntil(RunKind kind) => _completed.TryGetValue(kind, out var at) ? at : Since;

    /// <summary>
    /// As <see cref="DoneUntil"/>, but a run whose only rest is mails to be tried again later counts: the schedule
    /// works.
    /// </summary>
    public DateTimeOffset? CarriedOutUntil(RunKind kind) => _carriedOut.TryGetValue(kind, out var at) ? at : Since;

    /// <summary>How many mails were attempted since an instant.</summary>
    public int AttemptedSince(DateTimeOffset since) => _mails.Values.Count(m => m.AttemptedAt >= since);

    /// <summary>Null for a mail that the journal has never seen.</summary>
    public MailState? Find(Guid mail) => _mails.GetValueOrDefault(mail);

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
        var mail = entry is JournalEvent.OfMail ofMail ? Fold(ofMail) : null;
        switch (entry)
        {
            case JournalEvent.CreditsRead read:
                Credits.Read(
                    read,
                    _uncertain.Count(id => read.At - _mails[id].AttemptedAt < CreditLedger.UncertainCounts)
                );
                break;
            case JournalEvent.RunEnded ended:
                _ended[ended.Run] = ended.At;
                if (ended.IsComplete)
                    _completed[ended.Run] = ended.At;
                if (ended.IsComplete || ended.Result == "retries")
                    _carriedOut[ended.Run] = ended.At;
                break;
            case JournalEvent.ProviderFault fault:
                ProviderFault = fault.Open ? fault.Reason : null;
                FaultIsOnReading = fault is { Open: true, OnReading: true };
                break;
            case JournalEvent.TemplateFault { Open: false } mended:
                _resting.Remove(mended.Template);
                break;
            case JournalEvent.TemplateFault fault:
                _resting[fault.Template] = TemplateRest.Of(fault, _resting.GetValueOrDefault(fault.Template));
                break;
            case JournalEvent.Operated { Action: "pause" } operated:
                PausedBy = operated.By;
                break;
            case JournalEvent.Operated { Action: "resume" }:
                PausedBy = null;
                break;
            // How a retry was written before it had an event of its own.
            case JournalEvent.Operated { Action: ['r', 'e', 't', 'r', 'y', ' ', .. var id] }
                when Guid.TryParse(id, out var retried) && _mails.TryGetValue(retried, out var parked):
                _mails[retried] = parked with { RetriedParking = parked.ParkedTimes };
                break;
            case JournalEvent.DayEnded ended when DaysReported is null || ended.Day > DaysReported:
                DaysReported = ended.Day;
                break;
            default:
                break;
        }

        Days.Apply(entry, mail, Credits);
        Events.Apply(entry);
    }
}
