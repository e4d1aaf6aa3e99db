namespace MailDispatcher.Core.Policy.Forecasting;

/// <summary>One supposed future: what the rest of today and the next days bring, dearest first.</summary>
internal sealed class DemandScenario
{
    public static DemandScenario Empty { get; } = new([]);

    private readonly int[] _today;

    private DemandScenario(Expected[] expected)
    {
        Expected = expected;
        _today = [.. expected.Where(e => e is { Release: 0, Group: not null }).SelectMany(e => e.Group!.Times).Order()];
    }

    /// <summary>How likely this future is, beside the others; above 0.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>The flood that this future supposes for the rest of today; null in a replay of a past day.</summary>
    public Flood? Flood { get; init; }

    /// <summary>How many mails the whole of today brings, the part that is over included, a flood left out.</summary>
    public int MailsToday => _today.Length;

    public Expected[] Expected { get; }

    /// <summary>One past day's groups for each day, today's first.</summary>
    public static DemandScenario Of(ProfileGroup[][] days, Periods periods)
    {
        var all = days.SelectMany(
                (groups, day) => groups.Select(g => (Group: g, Day: day, Release: periods.OfDay(day)))
            )
            .GroupBy(g => (g.Group.Level, g.Release, Last: periods.OfDay(g.Day + g.Group.LastsDays)))
            .Select(alike => new Expected(
                alike.Key.Level,
                alike.Key.Release,
                alike.Key.Last,
                ProfileGroup.Join([.. alike.Select(g => g.Group)])
            ));
        return new DemandScenario(Sorted(all));
    }

    /// <summary>The same future with a flood in the rest of today.</summary>
    public DemandScenario With(Flood flood, double weight) =>
        new(Sorted(Expected.Concat(flood.Groups.Select(g => new Expected(g.Level, 0, 0, null, Flood: g)))))
        {
            Weight = weight,
            Flood = flood,
        };

    /// <summary>The same future, so likely.</summary>
    public DemandScenario Weighing(double weight) => new(Expected) { Weight = weight, Flood = Flood };

    /// <summary>How many mails the rest of today brings, a flood left out.</summary>
    public int MailsAfter(int second) => ProfileGroup.After(_today, second);

    /// <summary>How many mails dearer than that level the rest of today brings.</summary>
    public int DearerToday(int level, int second) =>
        Expected.Where(e => e.Release == 0 && e.Level > level).Sum(e => (int)e.Count(second, 1));

    /// <summary>How many mails due today the rest of today brings.</summary>
    public int DueToday(int second) =>
        Expected.Where(e => e is { Release: 0, Last: 0 }).Sum(e => (int)e.Count(second, 1));

    /// <summary>How many mails dearer than that level come until that period and are due by it.</summary>
    public int DearerUntil(int level, int last, int second) =>
        Expected.Where(e => e.Last <= last && e.Level > level).Sum(e => (int)e.Count(second, 1));

    private static Expected[] Sorted(IEnumerable<Expected> expected) =>
        [.. expected.OrderByDescending(e => e.Level).ThenBy(e => e.Last).ThenBy(e => e.Release)];
}
