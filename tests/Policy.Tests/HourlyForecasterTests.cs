using MailDispatcher.Consumer.Policy;
using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

public sealed class HourlyForecasterTests
{
    private static readonly HourlyForecaster Forecaster = new(12, Utc, HourlyForecaster.FullHours(Utc, TimeSpan.FromMinutes(55)), new DeadlineSettings());

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

        var times = forecast.Mails.Cast<MailForecast.Goes>().GroupBy(m => m.At).ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal(new() { [At(23)] = 12, [At(23).AddMinutes(5)] = 18, [At(24)] = 10 }, times);
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
    }

    [Fact]
    public void Foresee_CreditsRunOut_SaysHowManyAreMissing()
    {
        var forecast = Forecaster.Foresee(Situation(At(9.5), Mails(20, At(20)), 13, aDay: 300));

        Assert.Equal(7, forecast.Misses);
        Assert.Equal(7, forecast.CreditsMissing);
    }

    [Fact]
    public void Foresee_PutOff_GoesAfterItMay()
    {
        var mails = new[] { Mail(1, At(20), notBefore: At(12.5)), Mail(2, At(20), notBefore: At(20)), Mail(3, At(21)) };

        var forecast = Forecaster.Foresee(Situation(At(9.5), mails, 300));

        Assert.Equal(At(13), Assert.IsType<MailForecast.Goes>(forecast.Mails[0]).At);
        Assert.Equal("will miss: it may not be tried again before its deadline", Assert.IsType<MailForecast.Misses>(forecast.Mails[1]).Why);
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
        var log = new ArrivalLog(Utc);
        for (var week = 1; week <= 4; week++)
            for (var i = 0; i < 10 * week; i++) log.Add(At(14, -7 * week), At(20, -7 * week), 5);
        var forecaster = new HourlyForecaster(12, Utc, HourlyForecaster.FullHours(Utc, TimeSpan.FromMinutes(55)), new DeadlineSettings { Replays = 4 });
        Situation On(double hour) => Situation(At(hour), [.. Mails(5, At(20)), Mail(99, At(30))], 25, history: log.Before(Monday));

        Assert.Equal(0.5, forecaster.Foresee(On(9)).ChanceThatTodaySuffices); // 5 + 10 and 5 + 20, not 5 + 30 and 5 + 40
        Assert.Equal(1, forecaster.Foresee(On(15)).ChanceThatTodaySuffices);
    }
}
