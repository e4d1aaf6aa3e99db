using MailDispatcher.Core.Policy;
using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

public sealed class HourlyForecasterTests
{
    private static readonly HourlyForecaster Forecaster = new(
        12,
        Utc,
        HourlyForecaster.FullHours(Utc, TimeSpan.FromMinutes(55)),
        new DeadlineSettings()
    );

    [Fact]
    public void Foresee_MoreThanOneRun_GivesEachItsHour()
    {
        var forecast = Forecaster.Foresee(Situation(At(9.5), [.. Mails(14, At(20))], 300));

        var times = forecast.Mails.Cast<MailForecast.Goes>().Select(m => m.At).ToArray();
        Assert.Equal(12, times.Count(t => t == At(10)));
        Assert.Equal(2, times.Count(t => t == At(11)));
        Assert.Equal(0, forecast.Misses);
        Assert.Equal(0, forecast.CreditsMissing);
        Assert.Null(forecast.FirstMiss);
        Assert.Null(forecast.ChanceThatTodaySuffices);
        Assert.Equal(At(9.5), forecast.MadeAt);
    }

    [Fact]
    public void Foresee_EndOfDay_SpendsTheRest()
    {
        var forecast = Forecaster.Foresee(Situation(At(22.5), Mails(40, At(48)), 30, aDay: 30));

        var times = forecast
            .Mails.Cast<MailForecast.Goes>()
            .GroupBy(m => m.At)
            .ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal(
            new()
            {
                [At(23)] = 12,
                [At(23).AddMinutes(5)] = 18,
                [At(24)] = 10,
            },
            times
        );
    }

    [Fact]
    public void Foresee_NoRunBeforeTheDeadline_Misses()
    {
        var forecast = Forecaster.Foresee(Situation(At(9.5), [Mail(1, At(10)), Mail(2, At(10.01))], 300));

        var miss = Assert.IsType<MailForecast.Misses>(forecast.Mails[0]);
        Assert.Equal("will miss: no run comes before its deadline", miss.Why);
        Assert.IsType<MailForecast.Goes>(forecast.Mails[1]);
        Assert.Equal(1, forecast.Misses);
        Assert.Equal(At(10), forecast.FirstMiss);
        Assert.Null(forecast.CreditsMissing); // no credit makes a run come sooner
        Assert.Equal(1, forecast.BeyondHelp);
    }

    [Fact]
    public void Foresee_CreditsRunOut_SaysHowManyAreMissing()
    {
        var forecast = Forecaster.Foresee(Situation(At(9.5), Mails(20, At(20)), 13, aDay: 300));

        Assert.Equal(7, forecast.Misses);
        Assert.Equal(7, forecast.CreditsMissing);
        Assert.Equal(0, forecast.BeyondHelp);
    }

    [Fact]
    public void Foresee_CreditsRunOutAndNoRunComes_SaysHowManyCreditsDoNotSave()
    {
        var forecast = Forecaster.Foresee(
            Situation(At(9.5), [Mail(100, At(9.9)), Mail(101, At(10)), .. Mails(20, At(20))], 13, aDay: 300)
        );

        Assert.Equal((9, 7, 2), (forecast.Misses, forecast.CreditsMissing, forecast.BeyondHelp));
    }

    [Fact]
    public void Foresee_PutOff_GoesAfterItMay()
    {
        var mails = new[] { Mail(1, At(20), notBefore: At(12.5)), Mail(2, At(20), notBefore: At(20)), Mail(3, At(21)) };

        var forecast = Forecaster.Foresee(Situation(At(9.5), mails, 300));

        Assert.Equal(At(13), Assert.IsType<MailForecast.Goes>(forecast.Mails[0]).At);
        Assert.Equal(
            "will miss: it may not be tried again before its deadline",
            Assert.IsType<MailForecast.Misses>(forecast.Mails[1]).Why
        );
        Assert.Equal(At(10), Assert.IsType<MailForecast.Goes>(forecast.Mails[2]).At);
    }

    [Fact]
    public void Foresee_NoCreditsEver_AllMiss()
    {
        var forecast = Forecaster.Foresee(Situation(At(9.5), Mails(3, At(200)), 0) with { CreditsADay = 0 });

        Assert.Equal(3, forecast.Misses);
        Assert.Equal(3, forecast.CreditsMissing);
    }

    [Fact]
    public void Foresee_ABalance_IsNotFilledUpAtMidnight()
    {
        var situation = Situation(At(22.5), Mails(20, At(80)), 0) with { Credits = new CreditsLeft.Balance(5) };

        Assert.Equal(15, Forecaster.Foresee(situation).Misses);
    }

    [Fact]
    public void Foresee_PastDays_GiveTheChanceThatTodaySuffices()
    {
        var history = PastWeeks(hour: 14, notice: 6, value: 5, 10, 20, 30, 40);
        var forecaster = new HourlyForecaster(
            12,
            Utc,
            HourlyForecaster.FullHours(Utc, TimeSpan.FromMinutes(55)),
            new DeadlineSettings { Replays = 4 }
        );
        Situation On(double hour) => Situation(At(hour), [.. Mails(5, At(20)), Mail(99, At(30))], 25, history: history);

        Assert.Equal(0.5, forecaster.Foresee(On(9)).ChanceThatTodaySuffices); // 5 + 10 and 5 + 20, not 5 + 30 and 5 + 40
        Assert.Equal(1, forecaster.Foresee(On(15)).ChanceThatTodaySuffices);
    }

    [Fact]
    public void Foresee_SoonerOnesFillTheRuns_SaysSo()
    {
        var forecast = Forecaster.Foresee(Situation(At(9.5), [.. Mails(12, At(10.1)), Mail(99, At(10.5))], 300));

        Assert.Equal(At(10), Assert.IsType<MailForecast.Goes>(forecast.Mails[0]).At);
        Assert.Equal(
            "will miss: mails with sooner deadlines fill every run before it",
            Assert.IsType<MailForecast.Misses>(forecast.Mails[^1]).Why
        );
    }

    [Fact]
    public void Foresee_TheNextDays_HaveTheCreditsOfADay()
    {
        var forecast = Forecaster.Foresee(Situation(At(22.5), Mails(40, At(71)), 5, aDay: 8));

        var days = forecast.Mails.OfType<MailForecast.Goes>().GroupBy(m => Utc.Of(m.At)).Select(g => g.Count());
        Assert.Equal([5, 8, 8], days);
        Assert.Equal(19, forecast.Misses);
    }

    [Fact]
    public void Foresee_NoneTomorrow_StillSpendsTodaysOverSeveralRuns()
    {
        var forecaster = new HourlyForecaster(
            2,
            Utc,
            HourlyForecaster.FullHours(Utc, TimeSpan.FromMinutes(5)),
            new DeadlineSettings()
        );

        var times = forecaster
            .Foresee(Situation(At(9.5), Mails(7, At(20)), 5) with { CreditsADay = 0 })
            .Mails.OfType<MailForecast.Goes>()
            .Select(m => m.At);

        Assert.Equal([At(10), At(10), At(11), At(11), At(12)], times);
        var balance = Situation(At(9.5), Mails(7, At(20)), 0) with { Credits = new CreditsLeft.Balance(5) };
        Assert.Equal(
            [At(10), At(10), At(11), At(11), At(12)],
            forecaster.Foresee(balance).Mails.OfType<MailForecast.Goes>().Select(m => m.At)
        );
    }

    [Theory]
    [InlineData(10, 10.0)]
    [InlineData(11, 11.0)]
    [InlineData(11.5, 12.0)]
    [InlineData(19.5, null)] // at the next run its deadline has come
    public void Foresee_PutOffUntilARun_GoesAtIt(double until, double? goes)
    {
        var forecast = Forecaster.Foresee(Situation(At(9.5), [Mail(1, At(20), notBefore: At(until))], 300)).Mails[0];

        Assert.Equal(goes is { } hour ? At(hour) : null, (forecast as MailForecast.Goes)?.At);
    }

    [Theory]
    [InlineData(9, 45, new[] { 10.0, 11 })]
    [InlineData(9.5, 45, new[] { 10.0, 11 })]
    [InlineData(22.5, 45, new[] { 23, 23.25, 24, 25 })]
    [InlineData(23.25, 45, new[] { 24.0, 25 })]
    [InlineData(22.5, 60, new[] { 23.0, 23, 24, 25 })]
    [InlineData(21, 60, new[] { 22.0, 23, 23, 24, 25 })]
    public void FullHours_AreEachHourAndOneRunBeforeTheReset(double now, int minutesBefore, double[] hours)
    {
        var runs = HourlyForecaster
            .FullHours(Utc, TimeSpan.FromMinutes(minutesBefore))(At(now))
            .Take(hours.Length)
            .ToArray();

        Assert.Equal(hours.Select(h => At(h)), runs.Select(r => r.At));
        Assert.Equal(hours.Any(h => h is >= 23 and < 24) && now < 23 ? 1 : 0, runs.Count(r => r.IsLast));
        Assert.All(runs.Where(r => r.IsLast), r => Assert.Equal(At(24).AddMinutes(-minutesBefore), r.At));
    }
}
