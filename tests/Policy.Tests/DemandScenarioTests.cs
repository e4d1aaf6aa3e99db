namespace MailDispatcher.Policy.Tests;

/// <summary>What one past day, taken for today, makes expect.</summary>
public sealed class DemandScenarioTests
{
    private const int Noon = 12 * 3600;

    [Fact]
    public void Counts_OfTheRestOfToday_LookAtWhenAndWhatAndUntilWhen()
    {
        var scenario = DemandScenario.Of(
            [
                [
                    Group(value: 10, lastsDays: 0, 15, 16),
                    Group(value: 5, lastsDays: 0, 9, 13, 14),
                    Group(value: 5, lastsDays: 1, 8, 18),
                ],
                [Group(value: 10, lastsDays: 0, 8, 20), Group(value: 1, lastsDays: 0, 9)],
            ],
            Periods.Days(3)
        );
        var five = ValueLevel.Of(5);

        Assert.Equal(7, scenario.MailsToday);
        Assert.Equal(5, scenario.MailsAfter(Noon));
        Assert.Equal(1, scenario.MailsAfter(17 * 3600));
        Assert.Equal(4, scenario.DueToday(Noon));
        Assert.Equal(2, scenario.DearerToday(five, Noon)); // those of the same level are not dearer
        Assert.Equal(2, scenario.DearerUntil(five, last: 0, Noon));
        Assert.Equal(4, scenario.DearerUntil(five, last: 1, Noon)); // tomorrow's count from its morning on
    }

    [Fact]
    public void Expected_IsDearestFirst_ThenWhatHasToGoSooner_ThenWhatComesSooner()
    {
        var scenario = DemandScenario.Of(
            [
                [Group(value: 1, lastsDays: 0, 9), Group(value: 5, lastsDays: 2, 9), Group(value: 5, lastsDays: 1, 9)],
                [Group(value: 5, lastsDays: 0, 9), Group(value: 10, lastsDays: 1, 9)],
                [Group(value: 5, lastsDays: 9, 9)],
            ],
            Periods.Days(3)
        );

        Assert.Equal(
            [(10, 1, 2), (5, 0, 1), (5, 1, 1), (5, 0, 2), (5, 2, 2), (1, 0, 0)],
            scenario.Expected.Select(e => ((int)e.Value, e.Release, e.Last))
        );
    }

    [Fact]
    public void Count_OfTodaysRest_IsTakenWithCaution_ALaterDaysIsNot()
    {
        var group = Group(value: 5, lastsDays: 0, 9, 13, 14);

        Assert.Equal(2.4, new Expected(group.Level, Release: 0, Last: 0, group).Count(Noon, caution: 1.2), 9);
        Assert.Equal(3, new Expected(group.Level, Release: 1, Last: 1, group).Count(Noon, caution: 1.2));
    }

    [Fact]
    public void Join_SeveralGroups_HasTheirMeanValueAndAllTimesInOrder()
    {
        var joined = ProfileGroup.Join([Group(value: 4, lastsDays: 2, 9, 15), Group(value: 7, lastsDays: 3, 12)]);

        Assert.Equal((ValueLevel.Of(4), 5.0, 2), (joined.Level, joined.Value, joined.LastsDays));
        Assert.Equal([9 * 3600, 12 * 3600, 15 * 3600], joined.Times);
    }

    [Fact]
    public void After_IsWhatComesLaterThanThatSecond() =>
        Assert.Equal(
            [3, 2, 1, 0],
            new[] { 0, 9 * 3600, 13 * 3600, 14 * 3600 }.Select(Group(value: 5, lastsDays: 0, 9, 13, 14).After)
        );

    private static ProfileGroup Group(double value, int lastsDays, params int[] hours) =>
        new(ValueLevel.Of(value), value, lastsDays, [.. hours.Select(h => h * 3600)]);
}
