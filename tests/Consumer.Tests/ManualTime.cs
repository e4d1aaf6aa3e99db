namespace MailDispatcher.Consumer.Tests;

/// <summary>
/// A clock that stands still until a test moves it, timers included: however slow the machine is, nothing falls due
/// while something else is still being done.
/// </summary>
internal sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<ManualTimer> _timers = [];
    private DateTimeOffset _now = start.ToUniversalTime();

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <summary>Shows another time; what falls due by then waits for <see cref="Ring"/>.</summary>
    public void Show(DateTimeOffset now)
    {
        lock (_gate)
            _now = now.ToUniversalTime();
    }

    /// <summary>Fires what is due, each timer once.</summary>
    public void Ring()
    {
        List<ManualTimer> due;
        lock (_gate)
            due = [.. _timers.Where(t => t.IsDue(_now)).OrderBy(t => t.DueAt)];
        foreach (var timer in due)
            timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ManualTimer(ManualTime clock, Action callback) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset? DueAt { get; private set; }

        public bool IsDue(DateTimeOffset now) => DueAt <= now;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                _period = period;
                DueAt = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
                clock._timers.Add(this);
            }

            if (dueTime == TimeSpan.Zero)
                Fire();
            return true;
        }

        public void Fire()
        {
            lock (clock._gate)
            {
                if (!clock._timers.Contains(this) || !IsDue(clock._now))
                    return;
                DueAt = _period > TimeSpan.Zero ? clock._now + _period : null;
            }

            // Never on the caller's thread, like the real ones.
            ThreadPool.UnsafeQueueUserWorkItem(_ => callback(), null);
        }

        public void Dispose()
        {
            lock (clock._gate)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
