using MailDispatcher.Core.Policy;

namespace MailDispatcher.Simulation;

/// <summary>Draws made-up mails day by day. The same seed gives the same mails.</summary>
internal sealed class DemandGenerator(Random random, double noticeScale = 1)
{
    private static readonly DateTimeOffset FirstDay = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly ValueTable Values = new();
    private readonly List<(DateTimeOffset Arrival, DateTimeOffset Event, int Template, double Value)> _mails = [];

    public Random Random => random;

    public static bool IsWeekEnd(int day) => FirstDay.AddDays(day).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    /// <summary>An ordinary day's mails, about that many.</summary>
    public void Everyday(int day, double mean, IReadOnlyList<double> shape)
    {
        for (var n = Poisson(mean); n > 0; n--)
            Add(Arrival(day, shape), Pick(Kind.Everyday, k => k.Share));
    }

    /// <summary>That many mails of one kind within some minutes; hours of notice drawn evenly.</summary>
    public void Flood(int day, double hour, double minutes, int count, Kind kind, double leastNotice, double mostNotice)
    {
        var start = FirstDay.AddDays(day).AddHours(hour);
        for (; count > 0; count--)
        {
            var arrival = start.AddMinutes(random.NextDouble() * minutes);
            Add(arrival, kind, leastNotice + random.NextDouble() * (mostNotice - leastNotice));
        }
    }

    /// <summary>
    /// That many mails of one kind within some minutes, all for a time between two hours of the same day.
    /// </summary>
    public void FloodForToday(
        int day,
        double hour,
        double minutes,
        int count,
        Kind kind,
        double fromHour,
        double toHour
    )
    {
        var start = FirstDay.AddDays(day);
        for (; count > 0; count--)
        {
            var arrival = hour + random.NextDouble() * minutes / 60;
            Add(start.AddHours(arrival), kind, fromHour + random.NextDouble() * (toHour - fromHour) - arrival);
        }
    }

    /// <summary>The mails in the order of arrival, numbered from 1.</summary>
    public IReadOnlyList<TraceMail> Trace() =>
        [
            .. _mails
                .OrderBy(m => m.Arrival)
                .Select(
                    (m, i) =>
                        new TraceMail
                        {
                            Id = (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture),
                            Arrival = m.Arrival,
                            Event = m.Event,
                            Template = m.Template,
                            Value = m.Value,
                        }
                ),
        ];

    private void Add(DateTimeOffset arrival, Kind kind) =>
        Add(arrival, kind, kind.LeastNotice - (kind.MeanNotice - kind.LeastNotice) * Math.Log(1 - random.NextDouble()));

    private void Add(DateTimeOffset arrival, Kind kind, double hoursOfNotice)
    {
        var notice = TimeSpan.FromSeconds(Math.Round(hoursOfNotice * noticeScale * 3600));
        var twice = kind.Value >= ValueTable.ChangeOfPlan && notice <= ValueTable.ShortNotice;
        var start = new DateTimeOffset(
            arrival.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond,
            TimeSpan.Zero
        );
        _mails.Add((start, start + notice, kind.Template, twice ? 2 * kind.Value : kind.Value));
    }

    private DateTimeOffset Arrival(int day, IReadOnlyList<double> shape) =>
        FirstDay.AddDays(day).AddHours(Pick([.. Enumerable.Range(0, 24)], h => shape[h]) + random.NextDouble());

    private T Pick<T>(IReadOnlyList<T> from, Func<T, double> weight)
    {
        var at = random.NextDouble() * from.Sum(weight);
        foreach (var one in from)
            if ((at -= weight(one)) < 0)
                return one;
        return from[^1];
    }

    // Sums of exponential gaps; the days are short enough for it.
    private int Poisson(double mean)
    {
        var (count, sum) = (-1, 0.0);
        for (; sum < mean; count++)
            sum -= Math.Log(1 - random.NextDouble());
        return count;
    }
}
