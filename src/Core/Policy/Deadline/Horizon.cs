namespace MailDispatcher.Core.Policy.Deadline;

/// <summary>The days that a plan looks at, as instants: day 0 is today, the last one stands for all that come after it too.</summary>
internal sealed class Horizon
{
    private readonly long[] ends;

    public Horizon(CreditDay day, DateTimeOffset now, int days)
    {
        Now = now;
        Today = day.Of(now);
        Start = day.StartOf(Today);
        ends = [.. Enumerable.Range(1, days - 1).Select(i => day.StartOf(Today.AddDays(i)).UtcTicks)];
        Reset = day.StartOf(Today.AddDays(1));
    }

    public DateTimeOffset Now { get; }

    public DateOnly Today { get; }

    public DateTimeOffset Start { get; }

    /// <summary>When today's credits are lost and tomorrow's come.</summary>
    public DateTimeOffset Reset { get; }

    public int Days => ends.Length + 1;

    /// <summary>Seconds of today that are over.</summary>
    public int Second => (int)(Now - Start).TotalSeconds;

    public double HoursToReset => (Reset - Now).TotalHours;

    /// <summary>The day of an instant.</summary>
    public int DayOf(DateTimeOffset instant) => Index(instant.UtcTicks);

    /// <summary>The last day on which a mail with this deadline can go: a deadline at midnight leaves the day before.</summary>
    public int LastDayOf(DateTimeOffset deadline) => Index(deadline.UtcTicks - 1);

    private int Index(long ticks)
    {
        var index = 0;
        while (index < ends.Length && ends[index] <= ticks) index++;
        return index;
    }
}
