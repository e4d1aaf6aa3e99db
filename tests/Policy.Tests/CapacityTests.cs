using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

/// <summary>The plan's greedy under nested windows, held against every subset and a general solver of flows.</summary>
public sealed class CapacityTests
{
    [Fact]
    public void Of_DaysUnderAMonth_AllowsTheLesserOfBoth()
    {
        var capacity = Capacity.Of([(0, 0, 3), (1, 1, 3), (2, 2, 3), (0, 1, 4)], count: 3, aDay: 3);

        Assert.Equal([3, 4, 7, 0, 3, 6, 0, 0, 3], capacity.Slack);
        Assert.Equal(1, capacity.LostToday); // of the four of the first two days three can still go on the second
    }

    [Fact]
    public void Of_DaysAlone_IsTheSameAsCreditsADay()
    {
        var horizon = new Horizon(Utc, At(9), new Periods(1, 1, 2, 4));
        var windows = new Allowance([new Window.Day(10)]).LeftAt(At(9), Utc, [At(1), At(2), At(3)]);

        var capacity = WindowCapacity.Of(windows, horizon, Utc, tailDays: 4);

        Assert.Equal(Capacity.Of(new Credits(7, 10, 4), horizon).Slack, capacity.Slack);
        Assert.Equal(7, capacity.LostToday);
    }

    [Fact]
    public void Plan_UnderNestedWindows_IsTheBestOfAllSubsets()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            var windows = NestedWindows(random, periods: 4);
            var mails = Enumerable
                .Range(1, 9)
                .Select(n => (Last: random.Next(4), Value: (double)random.Next(1, 6), Number: n))
                .ToArray();

            var best = Enumerable
                .Range(0, 1 << mails.Length)
                .Max(set =>
                    mails.Where((_, i) => (set >> i & 1) == 1).ToArray() is var some
                    && Flow.Fits([.. some.Select(m => (0, m.Last))], windows, 4)
                        ? some.Sum(m => m.Value)
                        : 0
                );

            Assert.Equal(best, PlannedValue(mails, windows), 6);
        }
    }

    [Fact]
    public void Plan_OfManyMailsUnderNestedWindows_FitsByFlowAndNoFurtherMailWould()
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            var random = new Random(seed);
            var windows = NestedWindows(random, periods: 6);
            var mails = Enumerable
                .Range(1, 60)
                .Select(n => (Last: random.Next(6), Value: (double)random.Next(1, 6), Number: n))
                .ToArray();

            Assert.Equal(GreedyByFlow(mails, windows, 6), PlannedValue(mails, windows, periods: 6), 6);
        }
    }

    private static double GreedyByFlow(
        IEnumerable<(int Last, double Value, int Number)> mails,
        IReadOnlyList<(int, int, double)> windows,
        int periods
    )
    {
        var kept = new List<(int, int)>();
        var value = 0.0;
        foreach (var mail in mails.OrderByDescending(m => m.Value))
        {
            if (!Flow.Fits([.. kept, (0, mail.Last)], windows, periods))
                continue;
            kept.Add((0, mail.Last));
            value += mail.Value;
        }
        return value;
    }

    private static double PlannedValue(
        IEnumerable<(int Last, double Value, int Number)> mails,
        IReadOnlyList<(int, int, double)> windows,
        int periods = 4
    )
    {
        var horizon = new Horizon(Utc, Monday, Periods.Days(periods));
        var waiting = new WaitingGroups([.. mails.Select(m => Mail(m.Number, At(20, day: m.Last), m.Value))], horizon);
        var plan = Plan.Make(waiting, DemandScenario.Empty, 0, 1, Capacity.Of(windows, periods, aDay: 1));
        return Enumerable.Range(0, waiting.Groups.Length).Sum(g => waiting.Best(g, plan.Kept[g]).Sum(m => m.Value));
    }

    private static List<(int First, int Last, double Mails)> NestedWindows(Random random, int periods)
    {
        var windows = Enumerable.Range(0, periods).Select(p => (p, p, (double)random.Next(3))).ToList();
        void Split(int first, int last)
        {
            if (first >= last)
                return;
            windows.Add((first, last, random.Next(1, 5)));
            var middle = random.Next(first, last);
            Split(first, middle);
            Split(middle + 1, last);
        }
        Split(0, periods - 1);
        return windows;
    }
}
