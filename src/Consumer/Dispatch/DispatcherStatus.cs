using MailDispatcher.Consumer.Journal;
using MailDispatcher.Consumer.Policy;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>What the dispatcher is doing now, for pages, health checks and gauges. Safe for concurrent use.</summary>
public sealed class DispatcherStatus
{
    private volatile JournalMemory? _memory;
    private volatile IReadOnlyList<Candidate> _waiting = [];
    private volatile IReadOnlyList<DateTimeOffset> _beyond = [];
    private long _beats;

    public DispatcherPhase Phase { get; private set; } = DispatcherPhase.Connecting;

    /// <summary>Why the broker can't be used; null while it can.</summary>
    public string? BrokerProblem { get; private set; }

    /// <summary>Null until the first connection.</summary>
    public JournalMemory? Memory => _memory;

    /// <summary>The mails that the last look left waiting, within the window's capacity.</summary>
    public IReadOnlyList<Candidate> Waiting => _waiting;

    /// <summary>The deadlines of the mails that the last look left waiting beyond the window's capacity.</summary>
    public IReadOnlyList<DateTimeOffset> Beyond => _beyond;

    /// <summary>When the waiting room was last looked into; null before.</summary>
    public DateTimeOffset? LookedAt { get; private set; }

    public int ParkedCount { get; internal set; }

    /// <summary>Waiting mails by class at the last look, those beyond the window included.</summary>
    public IReadOnlyDictionary<string, int> WaitingByClass { get; private set; } = UrgencyClass.All.ToDictionary(c => c, _ => 0);

    /// <summary>Changes with each step of the work; one that stands still while the dispatcher is not idle tells of a hang.</summary>
    public long Beats => Interlocked.Read(ref _beats) + (_memory?.Applied ?? 0);

    /// <summary>Nothing is due.</summary>
    public bool IsIdle { get; private set; }

    internal void Beat() => Interlocked.Increment(ref _beats);

    /// <summary>Waits for work; a wait of hours is no hang.</summary>
    internal async Task<T> IdleAsync<T>(Task<T> work)
    {
        IsIdle = true;
        try
        {
            return await work;
        }
        finally
        {
            IsIdle = false;
            Beat();
        }
    }

    public void Enter(DispatcherPhase phase, string? brokerProblem = null)
    {
        Beat();
        Phase = phase;
        BrokerProblem = brokerProblem;
    }

    internal void Follow(JournalMemory memory) => _memory = memory;

    internal void Took(Intake intake, DateTimeOffset now)
    {
        Beat();
        _waiting = [.. intake.Candidates.Values];
        _beyond = [.. intake.Beyond];
        var classes = intake.Candidates.Values.Select(c => c.Deadline).Concat(intake.Beyond).CountBy(d => UrgencyClass.Of(d, now)).ToDictionary();
        WaitingByClass = UrgencyClass.All.ToDictionary(c => c, c => classes.GetValueOrDefault(c));
        LookedAt = now;
    }
}
