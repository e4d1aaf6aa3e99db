namespace MailDispatcher.Clock;

/// <summary>
/// A clock that runs at a multiple of real time from a given instant, for demonstrations and tests: timers, delays and
/// timestamps all follow it. Processes that are given the same three values agree on the time.
/// </summary>
/// <param name="origin">The real instant at which the clock started.</param>
/// <param name="start">What it showed then.</param>
/// <param name="speed">Seconds of this clock in a real second, above 0.</param>
public sealed class FastClock(DateTimeOffset origin, DateTimeOffset start, double speed) : TimeProvider
{
    // Timers of the real clock take at most 49 days, and less than a millisecond means never to some callers.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    public override DateTimeOffset GetUtcNow() => start.ToUniversalTime() + (System.GetUtcNow() - origin) * speed;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => (long)(System.GetElapsedTime(0).Ticks * speed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FastTimer(System.CreateTimer(callback, state, Real(dueTime), Real(period)), Real);

    private TimeSpan Real(TimeSpan virtualTime)
    {
        if (virtualTime == Timeout.InfiniteTimeSpan || virtualTime == TimeSpan.Zero)
            return virtualTime;
        var real = virtualTime / speed;
        if (real > LongestTimer)
            return LongestTimer;
        return real < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : real;
    }

    private sealed class FastTimer(ITimer inner, Func<TimeSpan, TimeSpan> real) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(real(dueTime), real(period));

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
