using MailDispatcher.Policy.Tests;
using static MailDispatcher.Policy.Tests.Given;
using static MailDispatcher.Simulation.Tests.GivenTrace;

namespace MailDispatcher.Simulation.Tests;

public sealed class OfflineOptimumTests
{
    [Fact]
    public void ValueOf_SmallCases_IsWhatTryingEveryWayFinds()
    {
        for (var seed = 1; seed <= 500; seed++)
        {
            var random = new Random(seed);
            var trace = Enumerable
                .Range(1, random.Next(1, 10))
                .Select(n =>
                {
                    var arrival = At(random.Next(5 * 24));
                    return Trace(n, arrival, arrival.AddHours(random.Next(-3, 80)), random.Next(1, 8));
                })
                .ToArray();
            var credits = random.Next(0, 4);
            var jobs = trace
                .Where(m => m.Event > m.Arrival)
                .Select(m => ((m.Arrival - Monday).Days, (m.Event.AddTicks(-1) - Monday).Days, m.Value))
                .ToArray();

            var best = BruteForce.BestValue(jobs, [.. Enumerable.Repeat(credits, 10)]);

            Assert.Equal(best, OfflineOptimum.ValueOf(trace, Utc, new DailyCredits(credits)), 6);
        }
    }

    [Fact]
    public void SufficientCredits_SmallCases_IsTheLeastWithWhichNothingIsLost()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var trace = Enumerable
                .Range(1, random.Next(1, 40))
                .Select(n =>
                {
                    var arrival = At(random.Next(5 * 24));
                    return Trace(n, arrival, arrival.AddHours(random.Next(1, 80)), 1);
                })
                .ToArray();

            var enough = OfflineOptimum.SufficientCredits(trace, Utc);

            Assert.Equal(trace.Length, OfflineOptimum.ValueOf(trace, Utc, new DailyCredits(enough)));
            Assert.True(OfflineOptimum.ValueOf(trace, Utc, new DailyCredits(enough - 1)) < trace.Length);
        }
    }

    [Fact]
    public void ValueOf_DeadlineAtMidnight_LeavesTheDayBefore()
    {
        var trace = new[]
        {
            Trace(1, At(23), At(24), 5),
            Trace(2, At(23), At(24), 5),
            Trace(3, At(23), At(24).AddTicks(1), 5),
        };

        Assert.Equal(10, OfflineOptimum.ValueOf(trace, Utc, new DailyCredits(1)));
    }

    [Fact]
    public void ValueOf_EdgesOfCredits()
    {
        var trace = new[] { Trace(1, At(1), At(2), 5), Trace(2, At(1), At(999_999), 3), Trace(3, At(1), At(1), 7) };

        Assert.Equal(0, OfflineOptimum.ValueOf(trace, Utc, new DailyCredits(0)));
        Assert.Equal(8, OfflineOptimum.ValueOf(trace, Utc, new DailyCredits(1)));
        Assert.Equal(8, OfflineOptimum.ValueOf(trace, Utc, new DailyCredits(int.MaxValue)));
        Assert.Equal(8, OfflineOptimum.ValueOf(trace, Utc, DailyCredits.Unlimited));
        Assert.Equal(0, OfflineOptimum.ValueOf([], Utc, new DailyCredits(1)));
        Assert.Equal(0, OfflineOptimum.SufficientCredits([], Utc));
    }
}
