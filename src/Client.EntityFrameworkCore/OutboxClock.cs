namespace MailDispatcher.Client.EntityFrameworkCore;

/// <summary>
/// Gives each request of a process an instant of its own, so that of one topic the later is the newer. Safe for
/// concurrent use.
/// </summary>
internal static class OutboxClock
{
    private static long _last;

    public static DateTimeOffset Next(TimeProvider time)
    {
        while (true)
        {
            var last = Interlocked.Read(ref _last);
            var now = time.GetUtcNow().UtcTicks;
            // A clock that was set back, or another one, starts anew: only neighbours must differ.
            var next = now > last || last - now > TimeSpan.TicksPerSecond ? now : last + 1;
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
                return new DateTimeOffset(next, TimeSpan.Zero);
        }
    }
}
