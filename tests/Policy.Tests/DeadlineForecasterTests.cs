using MailDispatcher.Core.Policy;
using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

public sealed class DeadlineForecasterTests
{
    private static readonly DeadlineForecaster Forecaster = new(Utc, new DeadlineSettings { ExpectFloods = false });

    [Fact]
    public void Foresee_CreditsToSpare_AllGoNow()
    {
        var forecast = Forecaster.Foresee(Situation(At(9), Mails(5, At(20)), 300));

        Assert.All(forecast.Mails, m => Assert.Equal(At(9), Assert.IsType<MailForecast.Goes>(m).At));
        Assert.Equal(0, forecast.CreditsMissing);
    }

    [Fact]
    public void Foresee_TooManyForToday_SaysWhoMissesAndWhatItTakes()
    {
        var forecast = Forecaster.Foresee(
            Situation(At(9), [.. Mails(10, At(20), value: 1), .. Mails(6, At(20), value: 10, from: 50)], 9)
        );

        Assert.Equal(7, forecast.Misses);
        Assert.Equal(7, forecast.CreditsMissing);
        Assert.Equal(At(20), forecast.FirstMiss);
        Assert.All(forecast.Mails.OfType<MailForecast.Misses>(), m => Assert.Equal(1, m.Mail.Value));
        Assert.Equal(
            "will miss: 6 more urgent mails wait and about 0 are expected before its deadline, for 9 credits",
            forecast.Mails.OfType<MailForecast.Misses>().First().Why
        );
    }

    [Fact]
    public void Foresee_NoCreditLeft_WhatIsDueTodayMisses()
    {
        var forecast = Forecaster.Foresee(
            Situation(At(9), [.. Mails(10, At(20)), .. Mails(3, At(40), from: 50)], 0, aDay: 300)
        );

        Assert.All(forecast.Mails.Take(10), m => Assert.IsType<MailForecast.Misses>(m));
        Assert.All(
            forecast.Mails.Skip(10),
            m => Assert.InRange(Assert.IsType<MailForecast.Goes>(m).At, At(24), At(40))
        );
        Assert.Equal(10, forecast.CreditsMissing);
    }

    [Fact]
    public void Foresee_CanWait_GoesWhenTheReserveLineHasFallen()
    {
        var forecast = Forecaster.Foresee(Situation(At(6), Mails(60, At(12, day: 2)), 300));

        var times = forecast.Mails.Cast<MailForecast.Goes>().Select(m => m.At).ToArray();
        Assert.Equal(7 + 1 / 3.0, (times.Min() - Monday).TotalHours, 2); // 300 credits are the reserve of 16 h 40 min
        Assert.True(times.Max() < At(11));
    }

    [Fact]
    public void Foresee_MoreThanToday_GoesOnTheNextDays()
    {
        var forecast = Forecaster.Foresee(Situation(At(20), Mails(25, At(12, day: 4)), 10));

        var days = forecast.Mails.Cast<MailForecast.Goes>().GroupBy(m => Utc.Of(m.At)).Select(g => g.Count());
        Assert.Equal([10, 10, 5], days);
    }

    [Fact]
    public void Foresee_DearerMailIsExpected_TheCheapOnesMiss()
    {
        var history = Past(days: 20, mails: 30, hour: 14, notice: 3, value: 10);

        var forecast = Forecaster.Foresee(Situation(At(9), Mails(25, At(20), value: 1), 40, history: history));

        Assert.Equal(21, forecast.Misses);
        Assert.Equal(0, forecast.ChanceThatTodaySuffices); // 25 + 30 > 40
        Assert.EndsWith(
            "about 30 are expected before its deadline, for 40 credits",
            forecast.Mails.OfType<MailForecast.Misses>().First().Why
        );
    }

    [Fact]
    public void Foresee_LastCallWillFindItWorthLessThanACredit_MissesThoughMostPlansKeepIt()
    {
        var log = new ArrivalLog(Utc);
        for (var day = 1; day <= 10; day++)
        for (var i = 0; i < (day <= 4 ? 30 : 1); i++)
            log.Add(At(20, -day), At(22, -day), 100);
        var mails = new[] { Mail(1, At(12), value: 5), Mail(2, At(12), value: 90) };

        Situation Late(int credits) => Situation(At(11.75), mails, credits, history: log.Before(Monday));
        var forecast = Forecaster.Foresee(Late(10) with { Now = At(10) });

        Assert.Equal(mails[..1], forecast.Mails.OfType<MailForecast.Misses>().Select(m => m.Mail));
        Assert.Equal([At(11.5)], forecast.Mails.OfType<MailForecast.Goes>().Select(m => m.At));
        Assert.Equal(mails[1..], Deadline().Decide(Late(10)).Send);
        Assert.Equal(
            mails.Reverse(),
            Deadline().Decide(Late(10 + forecast.CreditsMissing!.Value)).Send.OrderByDescending(m => m.Value)
        );
    }

    [Fact]
    public void Foresee_PutOff_GoesLaterOrMisses()
    {
        var mails = new[]
        {
            Mail(1, At(20), notBefore: At(19.9)),
            Mail(2, At(20), notBefore: At(20)),
            Mail(3, At(40), notBefore: At(30)),
        };

        var forecast = Forecaster.Foresee(Situation(At(9), mails, 300));

        Assert.Equal(At(19.9), Assert.IsType<MailForecast.Goes>(forecast.Mails[0]).At);
        Assert.Equal(
            "will miss: it may not be tried again before its deadline",
            Assert.IsType<MailForecast.Misses>(forecast.Mails[1]).Why
        );
        Assert.Equal(At(30), Assert.IsType<MailForecast.Goes>(forecast.Mails[2]).At);
        Assert.Null(forecast.CreditsMissing);
        Assert.Equal(1, forecast.BeyondHelp);
    }

    [Fact]
    public void Foresee_NoDailyLimit_AllGoNow()
    {
        var situation = Situation(At(9), [Mail(1, At(20)), Mail(2, At(20), notBefore: At(11))], 0) with
        {
            Credits = new CreditsLeft.Unlimited(),
        };

        var forecast = Forecaster.Foresee(situation);

        Assert.Equal([At(9), At(11)], forecast.Mails.Cast<MailForecast.Goes>().Select(m => m.At));
    }

    [Fact]
    public void Foresee_ABalanceTooSmall_SaysSo()
    {
        var situation = Situation(At(9), Mails(5, At(20)), 0) with { Credits = new CreditsLeft.Balance(2) };

        var forecast = Forecaster.Foresee(situation);

        Assert.Equal(3, forecast.Misses);
        Assert.Equal(3, forecast.CreditsMissing);
        Assert.Equal(0, forecast.BeyondHelp);
        Assert.Equal(
            "will miss: the credits that were bought are used up",
            forecast.Mails.OfType<MailForecast.Misses>().First().Why
        );
    }

    [Fact]
    public void Foresee_AnySituation_ForecastsEachMailOnceBeforeItsDeadline()
    {
        for (var seed = 1; seed <= 100; seed++)
        {
            var random = new Random(seed);
            var mails = Enumerable
                .Range(1, random.Next(50))
                .Select(n => Mail(n, At(9.1 + random.Next(100)), random.Next(1, 12)))
                .ToArray();

            var situation = Situation(At(9), mails, random.Next(30), random.Next(30));
            var forecast = Forecaster.Foresee(situation);

            Assert.Equal(mails, forecast.Mails.Select(m => m.Mail));
            Assert.All(forecast.Mails.OfType<MailForecast.Goes>(), m => Assert.InRange(m.At, At(9), m.Mail.Deadline));
            Assert.Equal(forecast.Misses == 0, forecast.CreditsMissing == 0);
            Assert.InRange(
                forecast.Mails.OfType<MailForecast.Goes>().Count(m => m.At < At(24)),
                0,
                situation.Credits.Most
            );
        }
    }

    [Fact]
    public void Foresee_SeveralDaysAreFull_CountsOnlyDearerOnesAndAllCreditsUntilItsDeadline()
    {
        var forecast = Forecaster.Foresee(Situation(At(9), [.. Mails(3, At(20)), .. Mails(12, At(40), from: 50)], 5));

        Assert.Equal(5, forecast.Misses);
        Assert.Equal(
            "will miss: 0 more urgent mails wait and about 0 are expected before its deadline, for 10 credits",
            forecast.Mails.OfType<MailForecast.Misses>().First().Why
        );
    }

    [Fact]
    public void Foresee_PastDaysDiffer_SpeaksOfTheBusierHalf()
    {
        var history = PastWeeks(hour: 14, notice: 3, value: 10, 2, 20);
        var forecaster = new DeadlineForecaster(Utc, new DeadlineSettings { Replays = 2 });

        var forecast = forecaster.Foresee(Situation(At(9), Mails(25, At(20), value: 1), 10, history: history));

        Assert.Equal(25, forecast.Misses);
        Assert.Contains(
            "about 20 are expected",
            forecast.Mails.OfType<MailForecast.Misses>().First().Why,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Foresee_TheSweepTakesWhatNoPlanKeeps_GoesNow()
    {
        var history = Past(days: 20, mails: 30, hour: 23.98, notice: 0.01, value: 10);

        var forecast = Forecaster.Foresee(Situation(At(23.95), Mails(3, At(24), value: 1), 5, history: history));

        Assert.All(forecast.Mails, m => Assert.Equal(At(23.95), Assert.IsType<MailForecast.Goes>(m).At));
    }

    [Fact]
    public void Foresee_OnlyBeyondHelpMisses_NoCreditsAreMissing()
    {
        var (goes, lost) = (Mail(1, At(20)), Mail(2, At(20), notBefore: At(20)));

        foreach (
            var credits in new CreditsLeft[]
            {
                new CreditsLeft.Today(300),
                new CreditsLeft.Unlimited(),
                new CreditsLeft.Balance(5),
            }
        )
        {
            var forecast = Forecaster.Foresee(Situation(At(9), [goes, lost], 300) with { Credits = credits });

            Assert.Equal(At(9), Assert.IsType<MailForecast.Goes>(forecast.Mails[0]).At);
            Assert.Equal(
                "will miss: it may not be tried again before its deadline",
                Assert.IsType<MailForecast.Misses>(forecast.Mails[1]).Why
            );
            Assert.Null(forecast.CreditsMissing);
        }
    }

    [Fact]
    public void FirstMiss_IsTheSoonestDeadlineOfThem()
    {
        var forecast = Forecaster.Foresee(Situation(At(9), [Mail(1, At(22)), Mail(2, At(20)), Mail(3, At(21))], 0));

        Assert.Equal(At(20), forecast.FirstMiss);
    }
}
