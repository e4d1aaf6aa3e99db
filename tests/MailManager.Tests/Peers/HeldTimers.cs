namespace MailDispatcher.MailManager.Tests.Peers;

/// <summary>The real clock, whose timers fire when they are released and not before.</summary>
public sealed class HeldTimers : TimeProvider
{
    private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done once somebody waits for a timer.</summary>
    public Task Waiting => _waiting.Task;

    public void Release() => _released.TrySetResult();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _waiting.TrySetResult();
        _released.Task.ContinueWith(_ => timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan), TaskScheduler.Default);
        return timer;
    }
}
