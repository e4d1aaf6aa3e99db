namespace MailDispatcher.Engine;

/// <summary>
/// The runs that are to happen; of one kind only the newest is kept. It outlives sessions. Safe for concurrent use.
/// </summary>
public sealed class RunQueue(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RunKind, RunRequest> _waiting = [];
    private Action? _onPosted;

    /// <summary>Called when a run was posted; one listener, the loop at work.</summary>
    internal void Notify(Action? onPosted) => _onPosted = onPosted;

    public void Post(RunRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (_gate)
            _waiting[request.Kind] = request;
        _onPosted?.Invoke();
    }

    /// <summary>Keeps a request for later, unless a newer one of its kind has come meanwhile.</summary>
    public void PostAgain(RunRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (_gate)
            _waiting.TryAdd(request.Kind, request);
        _onPosted?.Invoke();
    }

    /// <summary>Drops the runs of the schedule that wait.</summary>
    public void ForgetScheduled()
    {
        lock (_gate)
        {
            _waiting.Remove(RunKind.Hourly);
            _waiting.Remove(RunKind.EndOfDay);
        }
    }

    /// <summary>When the first run that waits is due; null when none waits.</summary>
    public DateTimeOffset? NextAt
    {
        get
        {
            lock (_gate)
                return _waiting.Count == 0 ? null : _waiting.Values.Min(r => r.DueAt);
        }
    }

    /// <summary>Takes the run that is due, the soonest first; null when none is.</summary>
    public RunRequest? TakeDue()
    {
        lock (_gate)
        {
            if (_waiting.Values.MinBy(r => r.DueAt) is not { } next || next.DueAt > time.GetUtcNow())
                return null;
            _waiting.Remove(next.Kind);
            return next;
        }
    }
}
