namespace MailDispatcher.Core.Policy.Forecasting;

/// <summary>One supposed future: what the rest of today and the next days bring, dearest first.</summary>
internal sealed class DemandScenario
{
    public static DemandScenario Empty { get; } = new([]);

    private readonly int[] today;

    private DemandScenario(Expected[] expected)
    {
        Expected = expected;
        today = [.. expected.Where(e => e.Release == 0).SelectMany(e => e.Group.Times).Order()];
    }

    /// <summary>How many mails the whole of today brings, the part that is over included.</summary>
    public int MailsToday => today.Length;

    public Expected[] Expected { get; }

    /// <summary>One past day's groups for each day of the horizon, today's first.</summary>
    public static DemandScenario Of(ProfileGroup[][] days, int horizon)
    {
        var all = days.SelectMany((groups, release) => groups
            .GroupBy(g => (g.Level, Last: Math.Min(release + g.LastsDays, horizon - 1)))
            .Select(alike => new Expected(alike.Key.Level, release, alike.Key.Last, ProfileGroup.Join([.. alike]))));
        return new DemandScenario([.. all.OrderByDescending(e => e.Level).ThenBy(e => e.Last).ThenBy(e => e.Release)]);
    }

    /// <summary>How many mails the rest of today brings.</summary>
    public int MailsAfter(int second) => ProfileGroup.After(today, second);

    /// <summary>How many mails dearer than that level the rest of today brings.</summary>
    public int DearerToday(int level, int second) =>
        Expected.Where(e => e.Release == 0 && e.Level > level).Sum(e => e.Group.After(second));

    /// <summary>How many mails due today the rest of today brings.</summary>
    public int DueToday(int second) => Expected.Where(e => e.Release == 0 && e.Last == 0).Sum(e => e.Group.After(second));

    /// <summary>How many mails dearer than that level come until that day and are due by it.</summary>
    public int DearerUntil(int level, int last, int second) =>
        Expected.Where(e => e.Last <= last && e.Level > level).Sum(e => (int)e.Count(second, 1));
}
