using MailDispatcher.Core.Policy;

namespace MailDispatcher.Policy.Tests;

public sealed class OrdinaryDaysTests
{
    private const int Hour = 3600;

    [Fact]
    public void Of_ABurstOnTheFirstDay_IsNotExpectedAgain()
    {
        var day = Day(Even(60), At(9 * Hour, 10_000));

        var ordinary = OrdinaryDays.Of([day]);

        Assert.InRange(Mails(ordinary[0]), 50, 120);
    }

    [Fact]
    public void Of_OneBurstInManyDays_IsTakenOutAndTheOtherDaysStay()
    {
        var quiet = Day(Even(60));
        var days = Enumerable.Repeat(quiet, 9).Append(Day(Even(60), At(15 * Hour, 250))).ToArray();

        var ordinary = OrdinaryDays.Of(days);

        Assert.All(ordinary.Take(9), d => Assert.Same(quiet, d));
        Assert.InRange(Mails(ordinary[9]), 50, 70);
    }

    [Fact]
    public void Of_WhatComesOnEverySecondDay_Stays()
    {
        ProfileGroup[][] days = [.. Enumerable.Range(0, 10).Select(d => Day(Even(60), At(13 * Hour, d % 2 * 150)))];

        var ordinary = OrdinaryDays.Of(days);

        Assert.Equal(days.Sum(Mails), ordinary.Sum(Mails));
    }

    [Fact]
    public void Of_TwoFirstDaysWithTheSameBurst_ItIsNone()
    {
        ProfileGroup[][] days = [Day(Even(24), At(8 * Hour, 240)), Day(Even(24), At(8 * Hour, 240))];

        Assert.Equal(2 * 264, OrdinaryDays.Of(days).Sum(Mails));
    }

    [Fact]
    public void Of_ABurstOfSeveralKinds_TheSameShareOfEachStays()
    {
        ProfileGroup[] day =
        [
            new(30, 20, 0, At(9 * Hour, 400)),
            new(17, 5, 5, At(9 * Hour, 400)),
            new(0, 1, 5, Even(240)),
        ];

        var ordinary = OrdinaryDays.Of([day])[0];

        Assert.Equal(3, ordinary.Length);
        Assert.InRange(ordinary[0].Times.Length - ordinary[1].Times.Length, -1, 1);
        Assert.InRange(ordinary[0].Times.Length, 1, 40);
        Assert.All(ordinary, g => Assert.Equal(g.Times.Order(), g.Times));
    }

    [Fact]
    public void Of_DaysWithoutMail_AreOrdinary()
    {
        Assert.Empty(OrdinaryDays.Of([]));
        Assert.Equal(
            0,
            OrdinaryDays
                .Of([
                    [],
                    [],
                ])
                .Sum(Mails)
        );
    }

    [Fact]
    public void Decide_AfterABurstOnTheFirstDay_CheapMailGoes()
    {
        var day = new CreditDay(TimeZoneInfo.Utc);
        var monday = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        var log = new ArrivalLog(day);
        for (var n = 0; n < 3000; n++)
            log.Add(monday.AddHours(9).AddSeconds(n / 3), monday.AddDays(4), 5);
        var cheap = new WaitingMail(Guid.NewGuid(), monday.AddHours(10), monday.AddDays(1).AddHours(20), 10, 1);

        var decision = new DeadlinePolicy(day, new DeadlineSettings()).Decide(
            new Situation
            {
                Kind = RunKind.Tick,
                Now = monday.AddDays(1).AddHours(10),
                Waiting = [cheap],
                Credits = new CreditsLeft.Today(300),
                CreditsADay = 300,
                History = log.Before(monday.AddDays(1).AddHours(10)),
            }
        );

        Assert.Equal([cheap], decision.Send);
    }

    private static ProfileGroup[] Day(params int[][] times) =>
        [.. times.Where(t => t.Length > 0).Select((t, i) => new ProfileGroup(20 - i, 10 - i, 2, t))];

    private static int[] Even(int mails) => [.. Enumerable.Range(0, mails).Select(n => n * (24 * Hour / mails))];

    private static int[] At(int second, int mails) =>
        [.. Enumerable.Range(0, mails).Select(n => second + n * 1800 / Math.Max(1, mails))];

    private static int Mails(ProfileGroup[] day) => day.Sum(g => g.Times.Length);
}
