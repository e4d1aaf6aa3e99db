using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

/// <summary>Mails with copies, which cost a credit for each recipient.</summary>
public sealed class CopiesTests
{
    private const int Cases = 1000;
    private const int Days = 4;

    private static readonly DeadlineForecaster Deadlines = new(Utc, new DeadlineSettings { ExpectFloods = false });
    private static readonly HourlyForecaster Hours = new(
        12,
        Utc,
        HourlyForecaster.FullHours(Utc, TimeSpan.FromMinutes(55)),
        new DeadlineSettings()
    );

    [Fact]
    public void Decide_AnySituation_StartsNoMoreThanItCanPayFor()
    {
        foreach (var situation in Draw())
        {
            Assert.True(Cost(Deadline().Decide(situation).Send) <= situation.Credits.Most);
            var sweep = situation with { Kind = RunKind.EndOfDay };
            Assert.True(Cost(Deadline().Decide(sweep).Send) <= situation.Credits.Most);
        }
    }

    [Fact]
    public void Foresee_AnySituation_PromisesNoMoreThanTheDaysCanPayFor()
    {
        foreach (var situation in Draw())
        {
            var goes = Deadlines.Foresee(situation).Mails.OfType<MailForecast.Goes>().Select(m => m.Mail).ToList();
            int[] left = [situation.Credits.Most, .. Enumerable.Repeat(situation.CreditsADay!.Value, Days - 1)];
            Assert.True(CanGo([.. goes.OrderByDescending(m => m.Credits)], left, 0), $"{goes.Count} are promised");
        }
    }

    [Fact]
    public void Foresee_Hourly_SpendsNoMoreThanTheDaysHave()
    {
        foreach (var situation in Draw())
            Assert.All(
                Hours.Foresee(situation).Mails.OfType<MailForecast.Goes>().GroupBy(m => Utc.Of(m.At)),
                day =>
                    Assert.InRange(
                        Cost(day.Select(m => m.Mail)),
                        1,
                        day.Key == Utc.Of(situation.Now) ? situation.Credits.Most : situation.CreditsADay!.Value
                    )
            );
    }

    [Fact]
    public void Decide_DaysEnd_CopiesMakeNoMailLessUrgent()
    {
        IReadOnlyList<WaitingMail> waiting = [Costly(1, At(20), 3, value: 10), .. Mails(3, At(20), value: 5, from: 10)];
        Assert.Equal([waiting[0]], Deadline().Decide(Situation(At(19.8), waiting, 3)).Send);
        Assert.Equal([waiting[0], waiting[1]], Deadline().Decide(Situation(At(19.8), waiting, 4)).Send);
        Assert.Equal(waiting.Skip(1).Take(2), Deadline().Decide(Situation(At(19.8), waiting, 2)).Send);
    }

    [Fact]
    public void History_OfMailsWithCopies_ExpectsWhatTheyCost()
    {
        var memory = new Projection(TimeZoneInfo.Utc, new ValueTable());
        memory.Apply(
            new JournalEvent.Requested
            {
                At = At(20, -1),
                Mail = Guid.NewGuid(),
                Arrived = At(20, -1),
                Deadline = At(23, -1),
                Template = 9,
                Credits = 4,
            }
        );
        var foreseen = Deadlines.Foresee(Situation(At(9), Mails(3, At(22)), 6, history: memory.HistoryBefore(At(9))));
        // Three are due and four may come.
        Assert.Equal(0, foreseen.ChanceThatTodaySuffices);
        Assert.Equal(
            1,
            Deadlines
                .Foresee(Situation(At(9), Mails(3, At(22)), 7, history: memory.HistoryBefore(At(9))))
                .ChanceThatTodaySuffices
        );
    }

    [Fact]
    public void Foresee_CostsMoreThanIsLeft_MissesUntilSoMuchIsThere()
    {
        var waiting = new[] { Costly(1, At(20), 6), Mail(2, At(20)) };
        var forecast = Deadlines.Foresee(Situation(At(9), waiting, 5));
        Assert.IsType<MailForecast.Misses>(forecast.Mails[0]);
        Assert.IsType<MailForecast.Goes>(forecast.Mails[1]);
        Assert.Equal((2, 0), (forecast.CreditsMissing, forecast.BeyondHelp));
        Assert.Equal(0, Deadlines.Foresee(Situation(At(9), waiting, 7)).Misses);
    }

    [Fact]
    public void Foresee_CostsMoreThanAnyDayHas_CanNotBeSplitOverDays()
    {
        var forecast = Deadlines.Foresee(Situation(At(9), [Costly(1, At(20, day: 3), 6)], 5, aDay: 5));
        Assert.Equal(1, forecast.Misses);
        Assert.Equal(1, forecast.CreditsMissing);
        Assert.Equal(1, Hours.Foresee(Situation(At(9), [Costly(1, At(20, day: 3), 6)], 5, aDay: 5)).Misses);
    }

    [Fact]
    public void Foresee_CostsMoreThanAnHourAllows_IsBeyondHelp()
    {
        var situation = Situation(At(9), [Costly(1, At(20), 13), Mail(2, At(20))], 300) with
        {
            Windows = [new WindowCredits(new Window.Hour(12), 12, At(10))],
        };
        var forecast = Deadlines.Foresee(situation);
        Assert.IsType<MailForecast.Misses>(forecast.Mails[0]);
        Assert.IsType<MailForecast.Goes>(forecast.Mails[1]);
    }

    [Fact]
    public void Foresee_Hourly_TooDearForThisRun_ComesFirstAtTheNextAndOthersGo()
    {
        var waiting = new[] { Costly(1, At(40), 6), Mail(2, At(41)), Mail(3, At(42)) };
        var times = Hours
            .Foresee(Situation(At(9.5), waiting, 5, aDay: 7))
            .Mails.Cast<MailForecast.Goes>()
            .Select(m => m.At)
            .ToArray();
        Assert.Equal([At(24), At(10), At(10)], times);
    }

    [Fact]
    public void Decide_OfAWaitingSet_IsTheSameAsOfAList()
    {
        foreach (var situation in Draw())
        {
            var set = new WaitingSet(Utc);
            foreach (var mail in situation.Waiting)
                set.Add(mail);
            Assert.Equal(Deadline().Decide(situation).Send, Deadline().Decide(situation with { Waiting = set }).Send);
        }
    }

    private static int Cost(IEnumerable<WaitingMail> mails) => mails.Sum(m => m.Credits);

    private static WaitingMail Costly(int number, DateTimeOffset deadline, int credits, double value = 5) =>
        Mail(number, deadline, value) with
        {
            Credits = credits,
        };

    // Each whole on one of its days.
    private static bool CanGo(IReadOnlyList<WaitingMail> mails, int[] left, int from)
    {
        if (from == mails.Count)
            return true;
        var mail = mails[from];
        for (var day = 0; day < Days && At(0, day) < mail.Deadline; day++)
        {
            if (left[day] < mail.Credits)
                continue;
            left[day] -= mail.Credits;
            var can = CanGo(mails, left, from + 1);
            left[day] += mail.Credits;
            if (can)
                return true;
        }

        return false;
    }

    private static IEnumerable<Situation> Draw()
    {
        for (var seed = 1; seed <= Cases; seed++)
        {
            var random = new Random(seed);
            var now = At(random.Next(24) + random.NextDouble());
            var waiting = Enumerable
                .Range(1, random.Next(1, 10))
                .Select(n =>
                    Costly(
                        n,
                        At(Math.Round(1 + random.NextDouble() * (24 * Days - 2))),
                        random.Next(2) == 0 ? 1 : random.Next(2, 6),
                        random.Next(1, 20)
                    )
                )
                .Where(m => m.Deadline > now)
                .ToList();
            yield return Situation(now, waiting, random.Next(12), random.Next(1, 8));
        }
    }
}
