namespace MailDispatcher.Core.Policy.Calendar;

/// <summary>
/// The periods that a plan looks at, as instants: period 0 is today, the last one stands for all that come after it
/// too.
/// </summary>
internal sealed class Horizon
{
    private readonly long[] _ends;
    private readonly Periods _periods;

    public Horizon(CreditDay day, DateTimeOffset now, Periods periods)
    {
        _periods = periods;
        Now = now;
        Today = day.Of(now);
        Start = day.StartOf(Today);
        _ends =
        [
            .. Enumerable
                .Range(1, periods.Count - 1)
                .Select(p => day.StartOf(Today.AddDays(periods.FirstDay(p))).UtcTicks),
        ];
        Reset = day.StartOf(Today.AddDays(1));
    }

    public DateTimeOffset Now { get; }

    public DateOnly Today { get; }

    public DateTimeOffset Start { get; }

    /// <summary>When today's credits are lost and tomorrow's come.</summary>
    public DateTimeOffset Reset { get; }

    /// <summary>How many periods there are.</summary>
    public int Count => _periods.Count;

    /// <summary>How many days each period has.</summary>
    public int[] Lengths => _periods.Lengths;

    /// <summary>Seconds of today that are over.</summary>
    public int Second => (int)(Now - Start).TotalSeconds;

    public double HoursToReset => (Reset - Now).TotalHours;

    /// <summary>The period of a day that comes so many days after today.</summary>
    public int OfDay(int days) => _periods.OfDay(days);

    /// <summary>The first day of a period, 0 = today.</summary>
    public int FirstDay(int period) => _periods.FirstDay(period);

    /// <summary>The period of an instant.</summary>
    public int PeriodOf(DateTimeOffset instant) => Index(instant.UtcTicks);

    /// <summary>
    /// The last period in which a mail with this deadline can go: a deadline at midnight leaves the day before.
    /// </summary>
    public int LastOf(DateTimeOffset deadline) => Index(deadline.UtcTicks - 1);

    private int Index(long ticks)
    {
        var index = 0;
        while (index < _ends.Length && _ends[index] <= ticks)
            index++;
        return index;
    }
}
