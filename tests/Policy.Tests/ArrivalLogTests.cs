using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

public sealed class ArrivalLogTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    [Fact]
    public void Before_NothingKnown_IsEmptyAndGivesOneEmptyScenario()
    {
        var history = new ArrivalLog(Utc).Before(Monday);

        Assert.Equal(0, history.Days);
        Assert.Empty(Assert.Single(history.ScenariosFrom(Today, 14, Periods.Days(5))).Expected);
    }

    [Fact]
    public void Before_TodaysArrivals_AreNotYetHistory()
    {
        var log = new ArrivalLog(Utc);
        log.Add(At(9), At(12), 5);

        Assert.Equal(0, log.Before(At(10)).Days);
        Assert.Equal(1, log.Before(At(0, day: 1)).Days);
    }

    [Fact]
    public void Before_QuietDays_CountAsDays()
    {
        var log = new ArrivalLog(Utc);
        log.Add(At(9, day: -5), At(12), 5);

        Assert.Equal(5, log.Before(Monday).Days);
    }

    [Fact]
    public void Before_MailThatCameTooLate_IsNoDemand()
    {
        var log = new ArrivalLog(Utc);
        log.Add(At(9, day: -1), At(9, day: -1), 5);

        Assert.Equal(0, log.Before(Monday).Days);
    }

    [Fact]
    public void Before_MoreThanHalfAYear_ForgetsTheOldest()
    {
        var log = new ArrivalLog(Utc);
        for (var day = 1; day <= 200; day++)
            log.Add(At(9, -day), At(12, -day), 5);

        Assert.Equal(182, log.Before(Monday).Days);
    }

    [Fact]
    public void Before_AFactThatComesLate_IsTakenIn()
    {
        var log = new ArrivalLog(Utc);
        log.Add(At(9, day: -1), At(12, day: -1), 5);
        var early = log.Before(Monday);
        log.Add(At(10, day: -1), At(12, day: -1), 5);

        var late = log.Before(Monday);
        log.Add(At(10), At(12), 5);

        Assert.Equal(1, DueToday(early, hour: 0));
        Assert.Equal(2, DueToday(late, hour: 0));
        Assert.Same(late, log.Before(At(23)));
    }

    [Theory]
    [InlineData(8.9, 3)]
    [InlineData(9, 2)] // one that came at this very second is not still to come
    [InlineData(9.5, 2)]
    [InlineData(15, 0)]
    public void Scenario_DuringTheDay_ExpectsOnlyTheRest(double hour, int expected)
    {
        var log = new ArrivalLog(Utc);
        foreach (var at in new[] { 15.0, 9, 10 })
            log.Add(At(at, day: -7), At(20, day: -7), 5);

        Assert.Equal(expected, DueToday(log.Before(Monday), hour));
    }

    [Fact]
    public void Scenario_FactsInAnyOrder_IsTheSame()
    {
        var random = new Random(7);
        var entries = Enumerable
            .Range(0, 300)
            .Select(_ =>
                (At: At(random.Next(24 * 20) - 24 * 20), Notice: random.Next(1, 200), Value: random.Next(1, 9))
            )
            .ToArray();
        string Told(IEnumerable<(DateTimeOffset At, int Notice, int Value)> order)
        {
            var log = new ArrivalLog(Utc);
            foreach (var (at, notice, value) in order)
                log.Add(at, at.AddHours(notice), value);
            return string.Join(
                '\n',
                log.Before(Monday)
                    .ScenariosFrom(Today, 14, Periods.Days(5))
                    .SelectMany(o => o.Expected)
                    .Select(e => $"{e.Level} {e.Release} {e.Last} {e.Value} {string.Join(',', e.Group!.Times)}")
            );
        }

        var told = Told(entries);

        random.Shuffle(entries);
        Assert.Equal(told, Told(entries));
        Assert.NotEmpty(told);
    }

    [Fact]
    public void Scenario_MailThatLastsBeyondTheHorizon_IsDueOnItsLastDay()
    {
        var log = new ArrivalLog(Utc);
        log.Add(At(9, day: -7), At(9, day: 60), 5);
        log.Add(At(9, day: -7), At(0, day: -5), 5); // at midnight: the day before is the last

        var today = log.Before(Monday).ScenariosFrom(Today, 1, Periods.Days(5))[0].Expected.Where(e => e.Release == 0);

        Assert.Equal([1, 4], today.Select(e => e.Last));
    }

    [Fact]
    public void DaysLike_PrefersTheWeekdayThenTheKindThenTheLatest()
    {
        var history = Past(days: 16, mails: 1, hour: 9, notice: 1, value: 1);

        var mondays = history.DaysLike(Today);
        var saturdays = history.DaysLike(new DateOnly(2026, 3, 7));

        Assert.Equal([-7, -14, -3, -4], mondays.Take(4).Select(d => d.DayNumber - Today.DayNumber));
        Assert.Equal(5, mondays.TakeLast(5).Count(d => d.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday));
        Assert.Equal([-2, -9, -16, -1, -8, -15], saturdays.Take(6).Select(d => d.DayNumber - Today.DayNumber));
    }

    [Fact]
    public void DaysLike_NoDayOfTheKind_TakesTheOthers()
    {
        var history = Past(days: 2, mails: 1, hour: 9, notice: 1, value: 1); // Saturday and Sunday

        Assert.Equal(2, history.DaysLike(Today).Count);
    }

    [Fact]
    public void Scenarios_AreAsManyAsAskedForAndAsThereAre()
    {
        var history = Past(days: 40, mails: 1, hour: 9, notice: 1, value: 1);

        Assert.Equal(14, history.ScenariosFrom(Today, 14, Periods.Days(5)).Count);
        Assert.Equal(3, history.ScenariosFrom(Today, 3, Periods.Days(5)).Count);
        Assert.Same(history.ScenariosFrom(Today, 3, Periods.Days(5)), history.ScenariosFrom(Today, 3, Periods.Days(5)));
        Assert.Equal(40, history.ScenariosFrom(Today, 50, Periods.Days(5)).Count);
    }

    private static int DueToday(ArrivalHistory history, double hour) =>
        history.ScenariosFrom(Today, 1, Periods.Days(5))[0].DueToday((int)(hour * 3600));
}
