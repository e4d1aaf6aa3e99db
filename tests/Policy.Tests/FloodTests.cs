using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

/// <summary>
/// Rare floods: found in past days, expected at any hour and on any weekday, for months, and supposed at first.
/// </summary>
public sealed class FloodTests
{
    private static readonly DeadlinePolicy Policy = new(Utc, new DeadlineSettings());

    [Fact]
    public void Find_AnHourFarBusierThanThatOfOtherDays_IsAFlood()
    {
        var flood = Assert.Single(FloodFinder.In([Day(5), Day(4), Day(80), Day(6), Day(5)]));

        Assert.Equal((80, 14 * 3600), (flood.Mails, flood.Second));
        Assert.Equal([new FloodGroup(ValueLevel.Of(10), 10, 80)], flood.Groups);
    }

    [Theory]
    [InlineData(5, 5, 11)] // too few to matter
    [InlineData(80, 5, 80)] // every second day: the days themselves show it
    public void Find_WhatIsOrdinary_IsNoFlood(int first, int second, int third) =>
        Assert.Empty(FloodFinder.In([Day(first), Day(second), Day(third)]));

    [Theory]
    [InlineData(14.5, 3)] // half an hour after that of last Saturday
    [InlineData(14.5, 80)] // and months later
    [InlineData(18, 3)]
    public void Decide_AFloodWasSeenOnce_KeepsCreditsForTheNextAtAnyHour(double hour, int daysAgo)
    {
        var decision = Policy.Decide(
            Situation(At(hour), Mails(100, At(23), value: 1), 100, history: FloodOnce(daysAgo))
        );

        Assert.InRange(decision.Send.Count, 30, 45); // 60 are kept for the 60 of the flood
        Assert.StartsWith(
            "kept back: up to 60 urgent mails may come at once today",
            decision.WhyKeptBack(Mail(999, At(23), value: 1)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Decide_LastCallAfterAFloodLongAgo_SpendsTheCredit()
    {
        var waiting = Mails(100, At(20.4), value: 5);

        Assert.Equal(100, Policy.Decide(Situation(At(20), waiting, 100, history: FloodOnce(daysAgo: 30))).Send.Count);
    }

    [Fact]
    public void Decide_FirstDay_HoldsCheapSameDayMailToItsLastCall()
    {
        var cheap = Mails(280, At(16), value: 1);

        Assert.InRange(Policy.Decide(Situation(At(9), cheap, 300)).Send.Count, 60, 240);
        Assert.Equal(280, Policy.Decide(Situation(At(15.6), cheap, 300)).Send.Count);
    }

    [Fact]
    public void Decide_AfterQuietDays_TheSupposedFloodIsForgotten()
    {
        var quiet = Past(days: 10, mails: 3, hour: 12, notice: 3, value: 5);

        Assert.Equal(
            280,
            Policy.Decide(Situation(At(13), Mails(280, At(20), value: 1), 300, history: quiet)).Send.Count
        );
    }

    private static ProfileGroup[] Day(int mails) =>
        [
            new ProfileGroup(
                ValueLevel.Of(10),
                10,
                LastsDays: 0,
                [.. Enumerable.Range(0, mails).Select(n => 14 * 3600 + n)]
            ),
        ];

    private static ArrivalHistory FloodOnce(int daysAgo)
    {
        var log = new ArrivalLog(Utc);
        for (var day = 1; day <= 90; day++)
            log.Add(At(9, -day), At(12, -day), 5);
        for (var n = 0; n < 60; n++)
            log.Add(At(14, -daysAgo), At(17, -daysAgo), 10);
        return log.Before(Monday);
    }
}
