using System.Globalization;

namespace MailDispatcher.Simulation;

/// <summary>A made-up demand: what a product might ask of a plan of so many credits a day.</summary>
/// <param name="Name">As the command line and the benchmark's table say it.</param>
/// <param name="Summary">What is hard about it, in a few words.</param>
public sealed record Demand(string Name, string Summary)
{
    private Func<Random, int, int, IReadOnlyList<TraceMail>> Draw { get; init; } = static (_, _, _) => [];

    /// <summary>All shipped demands.</summary>
    public static IReadOnlyList<Demand> All { get; } =
    [
        Of("steady", "0.8 of the capacity every day", (s, day, c) => s.Everyday(day, 0.8 * c, HourShape.Office)),
        Of(
            "weekday",
            "0.9 of the capacity, little at week-ends",
            (s, day, c) => s.Everyday(day, c * (DemandGenerator.IsWeekEnd(day) ? 0.2 : 1.18), HourShape.Office)
        ),
        Of(
            "morning-peak",
            "0.9 of the capacity, most of it before ten",
            (s, day, c) => s.Everyday(day, 0.9 * c, HourShape.Morning)
        ),
        Of(
            "cancellation-bursts",
            "half of the days bring 30 to 120 cancellations 1 to 8 hours ahead",
            CancellationBurst
        ),
        Of("result-batches", "batches of 600 to 1500 results every few days", ResultBatch),
        Of("profile-flips", "weeks of morning and of evening mail, a holiday, a rush", ProfileFlip),
        Load(0.5),
        Load(1.2),
        Load(1.5),
        Load(2),
        Load(3),
        Of(
            "short-notice",
            "1.3 of the capacity at a tenth of the usual notice",
            (s, day, c) => s.Everyday(day, 1.3 * c, HourShape.Office),
            noticeScale: 0.1
        ),
        Of(
            "late-flood",
            "a morning flood that can wait, then on every other day 100 to 220 urgent mails",
            (s, day, c) => LateFlood(s, day, c, forToday: false)
        ),
        Of(
            "late-flood-today",
            "the same, but the flood is itself for this afternoon",
            (s, day, c) => LateFlood(s, day, c, forToday: true)
        ),
    ];

    /// <summary>The demand by its name; null when there is none.</summary>
    public static Demand? Named(string name) =>
        All.FirstOrDefault(d => d.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The mails; the same ones for the same arguments.</summary>
    /// <param name="creditsADay">The capacity that the demand is measured against.</param>
    public IReadOnlyList<TraceMail> Trace(int seed, int days = 42, int creditsADay = 300) =>
        Draw(new Random(seed), days, creditsADay);

    private static Demand Of(
        string name,
        string summary,
        Action<DemandGenerator, int, int> drawDay,
        double noticeScale = 1
    ) =>
        new(name, summary)
        {
            Draw = (random, days, credits) =>
            {
                var generator = new DemandGenerator(random, noticeScale);
                for (var day = 0; day < days; day++)
                    drawDay(generator, day, credits);
                return generator.Trace();
            },
        };

    private static Demand Load(double load) =>
        Of(
            string.Create(CultureInfo.InvariantCulture, $"load-{load}"),
            string.Create(CultureInfo.InvariantCulture, $"{load} times the capacity"),
            (s, day, c) => s.Everyday(day, load * c, HourShape.Office)
        );

    private static void CancellationBurst(DemandGenerator generator, int day, int credits)
    {
        generator.Everyday(day, 0.7 * credits, HourShape.Office);
        if (generator.Random.NextDouble() < 0.5)
            return;
        var count = generator.Random.Next(30, 121) * credits / 300;
        generator.Flood(day, 8 + 10 * generator.Random.NextDouble(), 20, count, Kind.Cancelled, 1, 8);
    }

    private static void ResultBatch(DemandGenerator generator, int day, int credits)
    {
        generator.Everyday(day, 0.5 * credits, HourShape.Office);
        if (DemandGenerator.IsWeekEnd(day) || generator.Random.NextDouble() > 0.16)
            return;
        var count = generator.Random.Next(600, 1501) * credits / 300;
        var hour = 9 + 8 * generator.Random.NextDouble();
        generator.Flood(day, hour, 15, count / 4, Kind.Accepted, 96, 240);
        generator.Flood(day, hour, 15, count - count / 4, Kind.NotSelected, 96, 240);
    }

    private static void ProfileFlip(DemandGenerator generator, int day, int credits)
    {
        var load =
            day is >= 16 and < 20 ? 0.1
            : day is >= 29 and < 33 ? 1.8
            : 0.8;
        generator.Everyday(day, load * credits, day / 7 % 2 == 0 ? HourShape.Morning : HourShape.Evening);
    }

    private static void LateFlood(DemandGenerator generator, int day, int credits, bool forToday)
    {
        var flood = (int)(0.8 * credits);
        if (forToday)
            generator.FloodForToday(day, 8, 60, flood, Kind.Accepted, 15, 19);
        else
            generator.Flood(day, 8, 60, flood, Kind.Accepted, 30, 120);
        if (generator.Random.NextDouble() < 0.5)
            return;
        generator.Flood(day, 13, 90, generator.Random.Next(100, 221) * credits / 300, Kind.Cancelled, 1, 6);
    }
}
