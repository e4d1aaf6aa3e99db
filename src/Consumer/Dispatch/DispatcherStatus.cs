using MailDispatcher.Consumer.Journal;
using MailDispatcher.Consumer.Policy;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>What the dispatcher is doing now, for pages, health checks and gauges. Safe for concurrent use.</summary>
public sealed class DispatcherStatus
{
    private volatile JournalMemory? _memory;
    private volatile IReadOnlyList<Candidate> _waiting = [];

    public DispatcherPhase Phase { get; private set; } = DispatcherPhase.Connecting;

    /// <summary>Why the broker can't be used; null while it can.</summary>
    public string? BrokerProblem { get; private set; }

    /// <summary>Null until the first connection.</summary>
    public JournalMemory? Memory => _memory;

    /// <summary>The mails that the last look left waiting, within the window's capacity.</summary>
    public IReadOnlyList<Candidate> Waiting => _waiting;

    /// <summary>When the waiting room was last looked into; null before.</summary>
    public DateTimeOffset? LookedAt { get; private set; }

    public int ParkedCount { get; internal set; }

    /// <summary>Waiting mails by class at the last look, those beyond the window included.</summary>
    public IReadOnlyDictionary<string, int> WaitingByClass { get; private set; } = UrgencyClass.All.ToDictionary(c => c, _ => 0);

    public void Enter(DispatcherPhase phase, string? brokerProblem = null)
    {
        Phase = phase;
        BrokerProblem = brokerProblem;
    }

    internal void Follow(JournalMemory memory) => _memory = memory;

    internal void Took(Intake intake, DateTimeOffset now)
    {
        _waiting = [.. intake.Candidates.Values];
        var classes = intake.Candidates.Values.Select(c => c.Deadline).Concat(intake.Beyond).CountBy(d => UrgencyClass.Of(d, now)).ToDictionary();
        WaitingByClass = UrgencyClass.All.ToDictionary(c => c, c => classes.GetValueOrDefault(c));
        LookedAt = now;
    }
}
