using MailDispatcher.Core.Operations;
using MailDispatcher.Engine;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>
/// What the dispatcher is doing now, for pages, health checks and gauges. Safe for concurrent use: what it gives are
/// values.
/// </summary>
internal sealed class DispatcherStatus
{
    private volatile DispatchLoop? _loop;
    private volatile State _state = new(DispatcherPhase.Connecting, null);
    private long _steps;

    public DispatcherPhase Phase => _state.Phase;

    /// <summary>Why the broker can't be used; null while it can.</summary>
    public string? BrokerProblem => _state.BrokerProblem;

    /// <summary>The loop at work; null while this dispatcher does not lead.</summary>
    public DispatchLoop? Loop => _loop;

    /// <summary>Where the loop stood last; null while this dispatcher does not lead.</summary>
    public DispatchView? View => _loop?.View;

    public int ParkedCount => View?.Parked ?? 0;

    /// <summary>
    /// Changes with each step of the work; one that stands still while the dispatcher is not idle tells of a hang.
    /// </summary>
    public long Beats => Interlocked.Read(ref _steps) + (_loop?.Beats ?? 0);

    /// <summary>Nothing is due.</summary>
    public bool IsIdle => _loop?.IsIdle ?? false;

    public void Enter(DispatcherPhase phase, string? brokerProblem = null)
    {
        Interlocked.Increment(ref _steps);
        _state = new State(phase, brokerProblem);
    }

    internal void Follow(DispatchLoop? loop) => _loop = loop;

    private sealed record State(DispatcherPhase Phase, string? BrokerProblem);
}
