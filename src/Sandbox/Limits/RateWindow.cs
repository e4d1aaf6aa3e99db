namespace MailDispatcher.Sandbox.Limits;

/// <summary>So many calls in a window that begins with the first of them. Thread-safe.</summary>
internal sealed class RateWindow(int limit, TimeSpan length)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _ends = DateTimeOffset.MinValue;
    private int _calls;

    public RateReading Count(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (now >= _ends)
                (_ends, _calls) = (now + length, 0);
            var exceeded = _calls >= limit;
            if (!exceeded)
                _calls++;
            return new RateReading(limit, limit - _calls, _ends - now, exceeded);
        }
    }
}
