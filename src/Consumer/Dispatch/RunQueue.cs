using MailDispatcher.Core.Policy;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>
/// The runs that are to happen. One reader takes them one at a time, so runs never overlap; of one kind only the newest
/// is kept.
/// </summary>
public sealed class RunQueue(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RunKind, RunRequest> _waiting = [];
    private TaskCompletionSource _changed = New();

    public void Post(RunRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (_gate)
        {
            _waiting[request.Kind] = request;
            _changed.TrySetResult();
        }
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

    /// <summary>Keeps a request for later, unless a newer one of its kind has come meanwhile.</summary>
    public void PostAgain(RunRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (_gate)
        {
            if (_waiting.TryAdd(request.Kind, request)) _changed.TrySetResult();
        }
    }

    /// <summary>Asks for a look into the pending queue, unless one is due before.</summary>
    public void PostTick(DateTimeOffset at)
    {
        lock (_gate)
        {
            if (_waiting.TryGetValue(RunKind.Tick, out var sooner) && sooner.DueAt <= at) return;
            _waiting[RunKind.Tick] = new RunRequest(RunKind.Tick, at, DateTimeOffset.MaxValue);
            _changed.TrySetResult();
        }
    }

    /// <summary>Takes the next request once it is due.</summary>
    public async Task<RunRequest> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            RunRequest? next;
            lock (_gate)
            {
                if (_changed.Task.IsCompleted) _changed = New();
                changed = _changed.Task;
                next = _waiting.Values.OrderBy(r => r.DueAt).FirstOrDefault();
                if (next is not null && next.DueAt <= time.GetUtcNow())
                {
                    _waiting.Remove(next.Kind);
                    return next;
                }
            }

            if (next is null)
                await changed.WaitAsync(cancellationToken);
            else
                await Task.WhenAny(changed, Task.Delay(Pause(next.DueAt), time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    // A timer takes at most 49 days; a later look is as good.
    private TimeSpan Pause(DateTimeOffset until) =>
        TimeSpan.FromTicks(Math.Clamp((until - time.GetUtcNow()).Ticks, 0, TimeSpan.TicksPerDay));

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
