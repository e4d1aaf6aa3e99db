using System.Globalization;
using MailDispatcher.Simulation;

namespace MailDispatcher.Benchmarks.Demands;

/// <summary>
/// Demands that the shipped ones don't show: first days without history, rare floods, heavy tails, changing regimes.
/// The policy's settings were chosen with seeds from 101 on; the published table has the seeds from 1 on.
/// </summary>
internal static class UnforeseenDemands
{
    public static IReadOnlyList<UnforeseenDemand> All { get; } =
    [
        new(
            "first-day",
            "280 cheap mails for this afternoon, then 150 urgent ones; no history",
            1,
            (s, _, c) =>
            {
                s.FloodForToday(0, 8, 60, 280 * c / 300, Kind.Accepted, 15, 19);
                s.Flood(0, 13, 90, 150 * c / 300, Kind.Cancelled, 1, 6);
            }
        ),
        new(
            "first-week",
            "1,000 mails that can wait, then 200 urgent ones on the first day",
            7,
            (s, day, c) =>
            {
                s.Everyday(day, 0.3 * c, HourShape.Office);
                if (day != 0)
                    return;
                s.Flood(0, 8, 60, 1000 * c / 300, Kind.NotSelected, 30, 96);
                s.Flood(0, 14 + 5 * s.Random.NextDouble(), 60, 200 * c / 300, Kind.Cancelled, 1, 6);
            }
        ),
        new(
            "batch-10000",
            "10,000 mails at once on the first day, due within six weeks",
            42,
            (s, day, c) =>
            {
                s.Everyday(day, 0.2 * c, HourShape.Office);
                if (day != 0)
                    return;
                s.Flood(0, 9, 30, 3000 * c / 300, Kind.Accepted, 24, 1000);
                s.Flood(0, 9, 30, 7000 * c / 300, Kind.NotSelected, 24, 1000);
            }
        ),
        new(
            "rare-floods-0.8",
            "a flood of 250 urgent mails on one day in ten, load 0.8",
            70,
            (s, day, c) => RareFlood(s, day, c, 0.8, 0)
        ),
        new("rare-floods-1.0", "the same at load 1.0", 70, (s, day, c) => RareFlood(s, day, c, 1.0, 0)),
        new(
            "rare-floods-same-day",
            "the same at 0.5 and 120 cheap mails for the same day",
            70,
            (s, day, c) => RareFlood(s, day, c, 0.5, 0.4)
        ),
        new("pareto-batches", "load 0.5 and batches with a heavy tail, up to 3,000 mails", 42, Pareto),
        Load(0.9),
        Load(1.0),
        Load(1.1),
        Load(1.5),
        Load(2.0),
        new(
            "growth",
            "3 % more each day, from 0.8 on",
            42,
            (s, day, c) => s.Everyday(day, 0.8 * c * Math.Pow(1.03, day), HourShape.Office)
        ),
        new(
            "regime-down",
            "load 1.6, from the fourth week on 0.7",
            42,
            (s, day, c) => s.Everyday(day, (day < 21 ? 1.6 : 0.7) * c, HourShape.Office)
        ),
        new(
            "regime-up",
            "load 0.6, from the fourth week on 1.5",
            42,
            (s, day, c) => s.Everyday(day, (day < 21 ? 0.6 : 1.5) * c, HourShape.Office)
        ),
        new(
            "regime-mix",
            "each ten days another load and another shape of the day",
            50,
            (s, day, c) =>
                s.Everyday(
                    day,
                    new[] { 0.7, 1.6, 0.9, 2.0, 0.5 }[day / 10 % 5] * c,
                    day / 10 % 2 == 0 ? HourShape.Office : HourShape.Evening
                )
        ),
        new("evening", "load 0.9, all in the evening", 42, (s, day, c) => s.Everyday(day, 0.9 * c, HourShape.Evening)),
        new(
            "short-1.0",
            "load 1.0 at a tenth of the usual notice",
            42,
            (s, day, c) => s.Everyday(day, c, HourShape.Office),
            0.1
        ),
        new(
            "weekly-1.1",
            "load 1.1 with quiet week-ends",
            42,
            (s, day, c) => s.Everyday(day, c * (DemandGenerator.IsWeekEnd(day) ? 0.3 : 1.4), HourShape.Office)
        ),
    ];

    private static UnforeseenDemand Load(double load) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"load-{load:0.0}-ten-weeks"),
            string.Create(CultureInfo.InvariantCulture, $"{load:0.0} times the capacity for ten weeks"),
            70,
            (s, day, c) => s.Everyday(day, load * c, HourShape.Office)
        );

    private static void RareFlood(DemandGenerator generator, int day, int credits, double load, double sameDay)
    {
        generator.Everyday(day, load * credits, HourShape.Office);
        if (sameDay > 0)
            generator.FloodForToday(day, 8, 120, (int)(sameDay * credits), Kind.NotSelected, 13, 20);
        if (generator.Random.NextDouble() < 0.1)
            generator.Flood(day, 9 + 9 * generator.Random.NextDouble(), 30, 250 * credits / 300, Kind.Cancelled, 1, 6);
    }

    private static void Pareto(DemandGenerator generator, int day, int credits)
    {
        generator.Everyday(day, 0.5 * credits, HourShape.Office);
        if (generator.Random.NextDouble() > 0.4)
            return;
        var size = Math.Min(3000, 40 * Math.Pow(1 - generator.Random.NextDouble(), -1 / 1.2)) * credits / 300;
        var (hour, urgent) = (8 + 10 * generator.Random.NextDouble(), generator.Random.NextDouble() < 0.4);
        if (urgent)
            generator.Flood(day, hour, 30, (int)Math.Min(size, credits), Kind.Cancelled, 2, 10);
        else
            generator.Flood(day, hour, 30, (int)size, Kind.Accepted, 24, 200);
    }
}
