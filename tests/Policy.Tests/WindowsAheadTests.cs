using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

public sealed class WindowsAheadTests
{
    [Fact]
    public void FirstFrom_AnHourAndADayUsedUp_WaitsForBoth()
    {
        var ahead = Ahead("2/hour 3/day", At(22.5));
        List<DateTimeOffset> times = [];
        for (var n = 0; n < 6; n++)
        {
            var at = ahead.FirstFrom(times.Count == 0 ? At(22.5) : times[^1])!.Value;
            ahead.Take(at, 1);
            times.Add(at);
        }

        Assert.Equal([At(22.5), At(22.5), At(23), At(24), At(24), At(25)], times);
    }

    [Fact]
    public void FirstFrom_ARollingWindow_GetsBackWhatLeft()
    {
        var ahead = Ahead("2/3h", At(9), At(7));

        Assert.Equal(1, ahead.LeftAt(At(9)));
        ahead.Take(At(9), 1);
        Assert.Equal(At(10), ahead.FirstFrom(At(9)));
        ahead.Take(At(10), 1);
        Assert.Equal(At(12), ahead.FirstFrom(At(10)));
    }

    [Fact]
    public void FirstFrom_AWindowOfNone_IsNever() => Assert.Null(Ahead("0/day", At(9)).FirstFrom(At(9)));

    [Fact]
    public void LeftAt_FurtherMails_AreForNowAlone()
    {
        var ahead = new WindowsAhead(Allowance.Parse("5/hour").LeftAt(At(9), Utc, []), At(9), Utc, further: 2);

        Assert.Equal(7, ahead.LeftAt(At(9)));
        Assert.Equal(5, ahead.LeftAt(At(10)));
    }

    [Fact]
    public void Foresee_HourlyRunsUnderWindows_ExceedNone()
    {
        var forecaster = new HourlyForecaster(
            12,
            Utc,
            HourlyForecaster.FullHours(Utc, TimeSpan.FromMinutes(55)),
            new DeadlineSettings()
        );
        var situation = Situation(At(9.5), Mails(40, At(40)), 300) with
        {
            Windows = Allowance.Parse("10/hour 25/day").LeftAt(At(9.5), Utc, [At(9.1)]),
        };

        var times = forecaster
            .Foresee(situation)
            .Mails.OfType<MailForecast.Goes>()
            .CountBy(m => m.At)
            .OrderBy(p => p.Key)
            .Select(p => (p.Key, p.Value));

        Assert.Equal([(At(10), 10), (At(11), 10), (At(12), 4), (At(24), 10), (At(25), 6)], times);
    }

    [Fact]
    public void Foresee_DeadlinePolicyUnderAnHoursWindow_SpreadsWhatItKeeps()
    {
        var situation = Situation(At(9.5), Mails(25, At(20)), 300) with
        {
            Windows = Allowance.Parse("10/hour 300/day").LeftAt(At(9.5), Utc, []),
        };

        var forecast = new DeadlineForecaster(Utc, new DeadlineSettings { ExpectFloods = false }).Foresee(situation);

        Assert.Equal(0, forecast.Misses);
        Assert.All(
            forecast.Mails.OfType<MailForecast.Goes>().CountBy(m => m.At.Hour),
            hour => Assert.InRange(hour.Value, 1, 10)
        );
        var held = forecast.Mails.First(m => m is MailForecast.Goes goes && goes.At > At(9.5)).Mail;
        Assert.Equal("kept back: the window of 10/hour is used up until 10:00", forecast.Decision!.WhyKeptBack!(held));
        Assert.Equal("10 of 25 go: the window of 10/hour is used up until 10:00", forecast.Decision.Reason);
    }

    [Fact]
    public void Foresee_WhatAnHoursWindowKeepsForUrgentMail_DoesNotGoNow()
    {
        var situation = Situation(At(20.5), Mails(102, At(60)), 252, aDay: 300) with
        {
            Windows = Allowance.Parse("100/hour 250/day").LeftAt(At(20.5), Utc, [.. Enumerable.Repeat(At(20.4), 60)]),
        };

        var forecast = new DeadlineForecaster(Utc, new DeadlineSettings()).Foresee(situation);

        var now = forecast.Decision!.Send.Count;
        Assert.InRange(now, 0, 39);
        var goes = forecast.Mails.OfType<MailForecast.Goes>().ToList();
        Assert.Equal(now, goes.Count(m => m.At < At(21)));
    }

    private static WindowsAhead Ahead(string allowance, DateTimeOffset now, params DateTimeOffset[] sent) =>
        new(Allowance.Parse(allowance).LeftAt(now, Utc, sent), now, Utc);
}
