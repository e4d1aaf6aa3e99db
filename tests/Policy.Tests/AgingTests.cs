using MailDispatcher.Core.Policy;

namespace MailDispatcher.Policy.Tests;

/// <summary>With a limit set, cheap mail does not wait for ever behind dear mail.</summary>
public sealed class AgingTests
{
    private static readonly CreditDay Day = new(TimeZoneInfo.Utc);
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Mail_PastTheLimit_CountsAsTheDearestAndNoOtherDoes()
    {
        var (old, young, dear) = (
            Mail(1, Start, 1),
            Mail(2, Start.AddHours(30), 1),
            Mail(3, Start, ValueTable.Dearest + 5)
        );
        var aging = new AgingRule(
            SituationOf(Start.AddHours(48), old, young, dear),
            Day,
            new DeadlineSettings { MaxWait = TimeSpan.FromHours(48) }
        );
        Assert.Equal(
            [(old.Id, ValueTable.Dearest), (young.Id, 1.0), (dear.Id, ValueTable.Dearest + 5)],
            aging.Situation.Waiting.Select(m => (m.Id, m.Value))
        );
        Assert.Same(young, aging.Of(young));
        Assert.Equal(Start.AddHours(72), aging.Of(old).Deadline);
    }

    /// <summary>Every day brings as many dear mails as there are credits, and one cheap one.</summary>
    [Theory]
    [InlineData(null, 5, 30)]
    [InlineData(4, 0, 5)]
    public void CheapMail_UnderAFloodOfDearOnes_WaitsNoLongerThanTheLimit(int? limitDays, int least, int most)
    {
        var policy = new DeadlinePolicy(
            Day,
            new DeadlineSettings { MaxWait = limitDays is { } days ? TimeSpan.FromDays(days) : null }
        );
        var cheap = Mail(0, Start, 1);
        var waiting = new List<WaitingMail> { cheap };
        var (waited, next) = (30, 1);
        for (var day = 0; day < 30 && waited == 30; day++)
        {
            for (var n = 0; n < 10; n++)
                waiting.Add(Mail(next++, Start.AddDays(day), 5) with { Deadline = Start.AddDays(day + 3) });
            var now = Start.AddDays(day).AddHours(23.95);
            foreach (var sent in policy.Decide(SituationOf(now, [.. waiting])).Send)
            {
                if (sent.Id == cheap.Id)
                    waited = day;
                waiting.RemoveAll(m => m.Id == sent.Id);
            }
            waiting.RemoveAll(m => m.Deadline <= now.AddDays(1));
        }

        Assert.InRange(waited, least, most);
    }

    [Fact]
    public void Forecast_OfAnAgedMail_TellsOfTheMailThatWasAskedFor()
    {
        var old = Mail(1, Start, 1);
        var settings = new DeadlineSettings { MaxWait = TimeSpan.FromHours(1) };
        var forecast = new DeadlineForecaster(Day, settings).Foresee(SituationOf(Start.AddHours(2), old));
        Assert.Equal(old.Id, Assert.Single(forecast.Mails).Mail.Id);
        Assert.Null(forecast.Decision!.WhyKeptBack(old));
    }

    /// <summary>A third of the credits that both kinds need: what loses its worth by the minute goes at once or not.</summary>
    [Fact]
    public void Mail_OfATemplateWithAHalfLife_GoesWhileItIsWorthMoreThanTheOthers()
    {
        var settings = new DeadlineSettings
        {
            HalfLives = new Dictionary<int, TimeSpan> { [18] = TimeSpan.FromMinutes(5) },
        };
        var policy = new DeadlinePolicy(Day, settings);
        var now = Start.AddHours(12);
        var steady = Enumerable
            .Range(1, 20)
            .Select(n => Mail(n, now.AddHours(-2), 5) with { Deadline = now.AddHours(3) });
        var fresh = Mail(100, now.AddMinutes(-1), 10) with { Template = 18, Deadline = now.AddDays(2) };
        var stale = Mail(101, now.AddMinutes(-30), 10) with { Template = 18, Deadline = now.AddDays(2) };

        var decision = policy.Decide(SituationOf(now, [.. steady, fresh, stale]));

        Assert.Contains(decision.Send, m => m.Id == fresh.Id);
        Assert.DoesNotContain(decision.Send, m => m.Id == stale.Id);
    }

    [Theory]
    [InlineData(0, 10, 5)]
    [InlineData(5, 5, 10)]
    [InlineData(10, 2.5, 15)]
    [InlineData(600, 0.01, 605)]
    public void Mail_WithAHalfLife_HalvesItsValueAndIsDueWithinIt(int minutes, double value, int due)
    {
        var mail = Mail(1, Start, 10) with { Template = 18 };
        var settings = new DeadlineSettings
        {
            HalfLives = new Dictionary<int, TimeSpan> { [18] = TimeSpan.FromMinutes(5) },
        };
        var aging = new AgingRule(SituationOf(Start.AddMinutes(minutes), mail), Day, settings);
        Assert.Equal(value, aging.Of(mail).Value, 9);
        Assert.Equal(Start.AddMinutes(due), aging.Of(mail).Deadline);
        Assert.Same(mail, aging.AsGiven(aging.Of(mail)));
    }

    [Fact]
    public void Forecast_OfAMailWithAHalfLife_TellsItsOwnDeadline()
    {
        var mail = Mail(1, Start, 10) with { Template = 18 };
        var settings = new DeadlineSettings
        {
            HalfLives = new Dictionary<int, TimeSpan> { [18] = TimeSpan.FromMinutes(5) },
        };
        var forecast = new DeadlineForecaster(Day, settings).Foresee(SituationOf(Start.AddMinutes(2), mail));
        Assert.Same(mail, Assert.Single(forecast.Mails).Mail);
    }

    private static Situation SituationOf(DateTimeOffset now, params WaitingMail[] waiting) =>
        new()
        {
            Kind = RunKind.Tick,
            Now = now,
            Waiting = waiting,
            Credits = new CreditsLeft.Today(10),
            CreditsADay = 10,
        };

    private static WaitingMail Mail(int number, DateTimeOffset arrived, double value) =>
        new(new Guid(number, 0, 0, new byte[8]), arrived, Start.AddDays(40), 17, value);
}
