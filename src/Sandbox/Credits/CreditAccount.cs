namespace MailDispatcher.Sandbox.Credits;

/// <summary>
/// The account's credits: one a recipient. The free plan's come back at 00:00 of the zone, worked out when somebody
/// asks, so that a jump of the clock over many days needs no timer. Thread-safe.
/// </summary>
public sealed class CreditAccount(Plan plan, int credits, TimeZoneInfo zone, TimeProvider time)
{
    private readonly Lock _lock = new();
    private Plan _plan = plan;
    private readonly int _daily = credits;
    private int _remaining = credits;
    private DateOnly _day = DayIn(zone, time);

    public TimeZoneInfo Zone => zone;

    /// <summary>What the free plan has at the start of a day.</summary>
    public int Daily => _daily;

    public CreditStanding Read()
    {
        lock (_lock)
        {
            Renew();
            return new CreditStanding(_remaining, _plan);
        }
    }

    /// <summary>Takes <paramref name="count"/> credits, or none of them.</summary>
    /// <returns>False when fewer are left.</returns>
    public bool TryTake(int count)
    {
        lock (_lock)
        {
            Renew();
            if (_plan == Plan.Unlimited)
                return true;
            if (_remaining < count)
                return false;
            _remaining -= count;
            return true;
        }
    }

    /// <summary>
    /// Sets what is left from now on; on the free plan the next day begins with the daily number all the same.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 0 credits.</exception>
    public void Set(int? remaining = null, Plan? plan = null)
    {
        if (remaining is { } given)
            ArgumentOutOfRangeException.ThrowIfNegative(given, nameof(remaining));
        lock (_lock)
        {
            Renew();
            _remaining = remaining ?? _remaining;
            _plan = plan ?? _plan;
        }
    }

    private void Renew()
    {
        var today = DayIn(zone, time);
        if (today <= _day)
            return;
        _day = today;
        if (_plan == Plan.Free)
            _remaining = _daily;
    }

    private static DateOnly DayIn(TimeZoneInfo zone, TimeProvider time) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).DateTime);
}
