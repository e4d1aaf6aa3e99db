using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

public sealed class HorizonTests
{
    private static readonly Horizon Horizon = new(Utc, At(9), Periods.Days(3));

    [Fact]
    public void Midnight_BelongsToTheDayThatBegins_ButADeadlineThenLeavesTheDayBefore()
    {
        Assert.Equal(
            [0, 0, 1, 1, 2],
            new[] { At(0), At(24).AddTicks(-1), At(24), At(48).AddTicks(-1), At(48) }.Select(Horizon.PeriodOf)
        );
        Assert.Equal(
            [0, 0, 1, 1, 2],
            new[] { At(10), At(24), At(24).AddTicks(1), At(48), At(48).AddTicks(1) }.Select(Horizon.LastOf)
        );
    }

    [Fact]
    public void LastDay_StandsForAllThatComeAfterIt()
    {
        Assert.Equal(3, Horizon.Count);
        Assert.Equal((2, 2), (Horizon.PeriodOf(At(0, day: 90)), Horizon.LastOf(At(0, day: 90))));
    }

    [Fact]
    public void Times_AreCountedFromMidnightToTheReset() =>
        Assert.Equal((9 * 3600, 15.0, At(24)), (Horizon.Second, Horizon.HoursToReset, Horizon.Reset));
}
