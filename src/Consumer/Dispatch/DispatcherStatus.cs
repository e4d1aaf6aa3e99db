using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Operations;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>What the dispatcher is doing now, for pages, health checks and gauges. Safe for concurrent use.</summary>
public sealed class DispatcherStatus
{
    private volatile Projection? _memory;
    private volatile PendingSnapshot? _look;
    private long _beats;

    public DispatcherPhase Phase { get; private set; } = DispatcherPhase.Connecting;

    /// <summary>Why the broker can't be used; null while it can.</summary>
    public string? BrokerProblem { get; private set; }

    /// <summary>Null until the first connection.</summary>
    public Projection? Memory => _memory;

    /// <summary>The last look into the pending queue; null before the first.</summary>
    public PendingSnapshot? PendingSnapshot => _look;

    public int ParkedCount { get; internal set; }

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

    internal void Follow(Projection memory) => _memory = memory;

    /// <summary>Notes that a look would find what the last one left.</summary>
    internal void FoundNothingNew(DateTimeOffset now)
    {
        Beat();
        if (_look is { } last) _look = new PendingSnapshot(now, last.Waiting, last.Beyond);
    }

    internal void Took(Intake intake, DateTimeOffset now)
    {
        Beat();
        _look = new PendingSnapshot(now, [.. intake.Candidates.Values], [.. intake.Beyond]);
    }
}
