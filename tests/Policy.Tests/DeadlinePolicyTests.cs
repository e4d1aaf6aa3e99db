using MailDispatcher.Core.Policy;
using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

public sealed class DeadlinePolicyTests
{
    [Fact]
    public void Decide_NothingWaits_SendsNothing()
    {
        var decision = Deadline().Decide(Situation(At(9), [], 300));

        Assert.Empty(decision.Send);
        Assert.Equal("nothing waits", decision.Reason);
    }

    [Fact]
    public void Decide_DueTodayAndCreditsToSpare_GoesAtOnceSoonestFirst()
    {
        var mails = new[] { Mail(1, At(20)), Mail(2, At(18)), Mail(3, At(19)) };

        var decision = Deadline().Decide(Situation(At(1), mails, 300));

        Assert.Equal([mails[1], mails[2], mails[0]], decision.Send);
        Assert.Equal("everything that waits goes", decision.Reason);
    }

    [Fact]
    public void Decide_MoreDueTodayThanCredits_SendsTheDearest()
    {
        var cheap = Mails(20, At(12), value: 1);
        var dear = Mails(5, At(20), value: 10, from: 100);

        var decision = Deadline().Decide(Situation(At(9), [.. cheap, .. dear], 8));

        Assert.Equal(8, decision.Send.Count);
        Assert.Superset(dear.ToHashSet(), decision.Send.ToHashSet());
        Assert.Equal(
            "8 of 25 go; 17 are kept back: 0 credits are left until 00:00, and 0 to 0 mails are still expected",
            decision.Reason
        );
        Assert.Equal(
            "kept back: no credit is left until 00:00",
            decision.WhyKeptBack(cheap.Except(decision.Send).First())
        );
    }

    [Theory]
    [InlineData(6, 300, 0)] // reserve 1.5 x 300 / 25 x 18 h = 324
    [InlineData(10, 300, 48)] // 252 of 300 are kept
    [InlineData(10, 252, 0)] // just the reserve
    [InlineData(10, 253, 1)]
    [InlineData(23, 300, 60)] // 18 are kept: more room than mails
    public void Decide_CanGoTomorrow_GoesOnlyAboveTheReserve(double hour, int credits, int goes)
    {
        var mails = Mails(60, At(12, day: 2));

        var decision = Deadline().Decide(Situation(At(hour), mails, credits, aDay: 300));

        Assert.Equal(goes, decision.Send.Count);
        if (goes == 0 && credits == 252)
            Assert.Equal(
                "kept back: it can also go tomorrow, and 252 credits are kept for urgent mail until 00:00; 252 are left",
                decision.WhyKeptBack(mails[0])
            );
    }

    [Fact]
    public void Decide_PastDaysBroughtDearerMailLater_KeepsTheCreditsForIt()
    {
        var history = Past(days: 20, mails: 30, hour: 14, notice: 3, value: 10);
        var waiting = Mails(25, At(20), value: 1);

        var decision = Deadline().Decide(Situation(At(9), waiting, 40, history: history));

        Assert.Equal(4, decision.Send.Count); // 40 - 1.2 x 30
        Assert.Equal(
            "4 of 25 go; 21 are kept back: 36 credits are left until 00:00, and 36 to 36 mails are still expected",
            decision.Reason
        );
        Assert.Equal(
            "kept back: in 14 of 14 days like this at least 30 more urgent mails came after 09:00; 36 credits are left",
            decision.WhyKeptBack(waiting.Except(decision.Send).First())
        );
        Assert.Null(decision.WhyKeptBack(decision.Send[0]));
    }

    [Fact]
    public void Decide_TheDearerMailOfPastDaysIsOver_SendsAll()
    {
        var history = Past(days: 20, mails: 30, hour: 14, notice: 3, value: 10);

        var decision = Deadline().Decide(Situation(At(14.1), Mails(25, At(20), value: 1), 40, history: history));

        Assert.Equal(25, decision.Send.Count);
    }

    [Fact]
    public void Decide_OneOfThePastDaysWasBad_IsKeptBackForThatOne()
    {
        var log = new ArrivalLog(Utc);
        log.Add(At(9, day: -3), At(10, day: -3), 10);
        for (var i = 0; i < 30; i++)
            log.Add(At(14, day: -2 * 7), At(17, day: -14), 10);

        var decision = Deadline()
            .Decide(Situation(At(9), Mails(25, At(20), value: 1), 40, history: log.Before(Monday)));

        Assert.Equal(4, decision.Send.Count);
        Assert.StartsWith(
            "kept back: in 1 of 14 days like this at least 30",
            decision.WhyKeptBack(Mail(25, At(20), value: 1))
        );
    }

    [Theory]
    [InlineData(19.4, 4)]
    [InlineData(19.5, 4)] // 1 a mail is less than the 10 that a credit is worth
    public void Decide_LastCallOfACheapMail_StaysBack(double hour, int goes)
    {
        var history = Past(days: 20, mails: 30, hour: 21, notice: 2, value: 10);

        var decision = Deadline().Decide(Situation(At(hour), Mails(25, At(20), value: 1), 40, history: history));

        Assert.Equal(goes, decision.Send.Count);
    }

    [Theory]
    [InlineData(19.49, 4)]
    [InlineData(19.5, 25)]
    public void Decide_LastCall_SpendsWhatMayNotBeNeeded(double hour, int goes)
    {
        // One day in four brought 30 dearer mails in the evening: a credit is worth 2.5 in the mean, the mails 5.
        var history = PastWeeks(hour: 21, notice: 2, value: 10, 30, 1, 1, 1);
        var settings = new DeadlineSettings { Replays = 4 };

        var decision = Deadline(settings)
            .Decide(Situation(At(hour), Mails(25, At(20), value: 5), 40, history: history));

        Assert.Equal(goes, decision.Send.Count);
    }

    [Theory]
    [InlineData(23.9, RunKind.Tick, false)]
    [InlineData(23 + 55 / 60.0, RunKind.Tick, true)]
    [InlineData(23, RunKind.EndOfDay, true)]
    public void Decide_BeforeTheReset_SpendsWhatWouldBeLost(double hour, RunKind kind, bool sweeps)
    {
        var history = Past(days: 20, mails: 30, hour: 23.99, notice: 2, value: 10);
        var waiting = Mails(60, At(12, day: 3), value: 1);

        var decision = Deadline().Decide(Situation(At(hour), waiting, 20, aDay: 20, history: history, kind: kind));

        Assert.Equal(sweeps ? 20 : 0, decision.Send.Count);
        if (sweeps)
            Assert.Equal("20 of 60 go: what is left of the credits is lost at 00:00", decision.Reason);
    }

    [Fact]
    public void Decide_Sweep_TakesWhatThePlansKeepBeforeTheRest()
    {
        // Tomorrow's 10 credits are all needed for tens; of what can go today the ones due soonest and dearest go
        // first.
        var due = Mails(3, At(23.99), value: 1, from: 1);
        var later = Mails(4, At(12, day: 1), value: 3, from: 10);
        var dear = Mails(10, At(12, day: 1), value: 10, from: 20);

        var decision = Deadline().Decide(Situation(At(23.95), [.. due, .. later, .. dear], 5, aDay: 10));

        Assert.Equal(5, decision.Send.Count);
        Assert.Equal([1, 10, 10, 10, 10], decision.Send.Select(m => m.Value)); // of the 15 credits one is left for a 1 that is due
    }

    [Fact]
    public void Decide_TomorrowIsFull_DoesNotSpendTodayWhatIsDueToday()
    {
        // 10 due today, 20 due tomorrow at equal value, 10 credits today and 10 tomorrow: today's must all go today.
        var today = Mails(10, At(20), value: 5);
        var tomorrow = Mails(20, At(20, day: 1), value: 5, from: 100);

        var decision = Deadline(new DeadlineSettings { TailDays = 1 })
            .Decide(Situation(At(23.5), [.. tomorrow, .. today.Select(m => m with { Deadline = At(23.9) })], 10));

        Assert.Equal(10, decision.Send.Count);
        Assert.All(decision.Send, m => Assert.Equal(At(23.9), m.Deadline));
    }

    [Fact]
    public void Decide_PutOff_WaitsUntilItMayGo()
    {
        var mail = Mail(1, At(20), notBefore: At(10));

        var before = Deadline().Decide(Situation(At(9.9), [mail], 300));

        Assert.Empty(before.Send);
        Assert.Equal(
            "may not go yet: after a failed attempt, for its not_before, or in quiet hours",
            before.WhyKeptBack(mail)
        );
        Assert.Single(Deadline().Decide(Situation(At(10), [mail], 300)).Send);
    }

    [Fact]
    public void Decide_PutOffPastItsDeadline_IsACertainMiss()
    {
        var mail = Mail(1, At(20), notBefore: At(20));

        foreach (var hour in new[] { 9, 19.9, 23.99 })
        {
            var decision = Deadline().Decide(Situation(At(hour), [mail], 300));
            Assert.Empty(decision.Send);
            Assert.Equal("will miss: it may not be tried again before its deadline", decision.WhyKeptBack(mail));
        }
    }

    [Fact]
    public void Decide_PutOffUntilTomorrow_TakesNoCreditOfToday()
    {
        var later = Mail(1, At(20, day: 1), value: 10, notBefore: At(9, day: 1));
        var now = Mail(2, At(20), value: 1);

        Assert.Equal([now], Deadline().Decide(Situation(At(9), [later, now], 1)).Send);
    }

    [Fact]
    public void Decide_NoCredits_SendsNothing() =>
        Assert.Empty(Deadline().Decide(Situation(At(23.99), Mails(5, At(24.5)), 0, aDay: 0)).Send);

    [Fact]
    public void Decide_ALargePlan_SendsAllAtOnce()
    {
        var history = Past(days: 20, mails: 300, hour: 14, notice: 60, value: 5);

        Assert.Equal(500, Deadline().Decide(Situation(At(1), Mails(500, At(300)), int.MaxValue)).Send.Count);
        Assert.Equal(
            500,
            Deadline().Decide(Situation(At(1), Mails(500, At(300)), 10_000, history: history)).Send.Count
        );
        Assert.Equal(7, Deadline().Decide(Situation(At(1), Mails(7, At(300)), 300)).Send.Count);
    }

    [Fact]
    public void Decide_QuietDaysAreKnown_KeepsATenthInReserve()
    {
        var history = Past(days: 20, mails: 1, hour: 14, notice: 60, value: 5);

        Assert.Equal(270, Deadline().Decide(Situation(At(1), Mails(290, At(300)), 300, history: history)).Send.Count);
    }

    [Fact]
    public void Decide_NoDailyLimit_SendsEverythingReadyMostUrgentFirst()
    {
        var mails = new[]
        {
            Mail(1, At(20, day: 9)),
            Mail(2, At(10)),
            Mail(3, At(12), notBefore: At(11)),
            Mail(4, At(9)),
        };
        var situation = Situation(At(9), mails, 0) with { Credits = new CreditsLeft.Unlimited() };

        var decision = Deadline().Decide(situation);

        Assert.Equal([mails[1], mails[0]], decision.Send);
        Assert.Equal("2 of 4 go: nothing is gained by waiting without a daily limit", decision.Reason);
        Assert.Equal(
            "may not go yet: after a failed attempt, for its not_before, or in quiet hours",
            decision.WhyKeptBack(mails[2])
        );
        Assert.Null(decision.WhyKeptBack(mails[0]));
    }

    [Fact]
    public void Decide_NothingScarce_SendsADaysBySoonestDeadlineAndLaterOnesAsTheyCame()
    {
        WaitingMail[] mails =
        [
            Mail(1, At(20, day: 1), arrived: At(7)),
            Mail(2, At(10, day: 1), arrived: At(8)),
            Mail(3, At(22), arrived: At(6)),
            Mail(4, At(12), arrived: At(8)),
            Mail(5, At(5, day: 2), arrived: At(5)),
            Mail(6, At(1, day: 1), arrived: At(8.5)), // tomorrow, and within 24 hours
        ];
        Decision Of(CreditsLeft credits) => Deadline().Decide(Situation(At(9), mails, 0) with { Credits = credits });

        WaitingMail[] inOrder = [mails[3], mails[2], mails[5], mails[0], mails[1], mails[4]];
        Assert.Equal(inOrder, Of(new CreditsLeft.Unlimited()).Send);
        Assert.Equal(inOrder, Of(new CreditsLeft.Balance(6)).Send);
        Assert.Equal([mails[3], mails[2], mails[5], mails[1]], Of(new CreditsLeft.Balance(4)).Send); // scarce
    }

    [Fact]
    public void Decide_ABalance_SendsTheMostUrgentOfIt()
    {
        var mails = new[] { Mail(1, At(20, day: 9)), Mail(2, At(10)) };
        var situation = Situation(At(9), mails, 0) with { Credits = new CreditsLeft.Balance(1) };

        Assert.Equal([mails[1]], Deadline().Decide(situation).Send);
    }

    [Fact]
    public void Decide_CreditsOfTheNextDaysUnknown_TakesThemForTodays()
    {
        var situation = Situation(At(10), Mails(60, At(12, day: 2)), 300) with { CreditsADay = null };

        Assert.Equal(48, Deadline().Decide(situation).Send.Count);
    }

    [Fact]
    public void Decide_SeveralKindsThatCanWait_ShareTheRoomOfToday()
    {
        var history = Past(days: 20, mails: 5, hour: 23.5, notice: 0.4, value: 10);
        var waiting = Mails(3, At(36)).Concat(Mails(3, At(36), value: 3, from: 10)).ToArray();

        var decision = Deadline().Decide(Situation(At(23), waiting, 10, history: history));

        Assert.Equal([5, 5, 5, 3], decision.Send.Select(m => m.Value).OrderDescending()); // 10 - 1.2 x 5
    }

    [Fact]
    public void Decide_LastCallOfAMailDueAtMidnight_IsBeforeIt()
    {
        var history = PastWeeks(hour: 23.9, notice: 0.05, value: 10, 30, 1, 1, 1);

        var decision = Deadline(new DeadlineSettings { Replays = 4 })
            .Decide(Situation(At(23.5), Mails(25, At(24)), 40, history: history));

        Assert.Equal(25, decision.Send.Count);
    }

    [Fact]
    public void Reserve_IsAFlatLineToTheReset() =>
        Assert.Equal(252, Deadline().Decide(Situation(At(10), Mails(60, At(60)), 260, aDay: 300)).Reserve); // 1.5 x 300 / 25 x 14 h

    [Fact]
    public void Reserve_IsNoMoreThanTwiceWhatTheBusiestSuchDayBrought()
    {
        var history = PastWeeks(hour: 14, notice: 3, value: 5, 40, 10);

        var decision = Deadline(new DeadlineSettings { Replays = 2 })
            .Decide(Situation(At(1), Mails(2, At(60)), 300, history: history));

        Assert.Equal(80, decision.Reserve);
    }

    [Theory]
    [InlineData(295, 70)] // five of today's went already
    [InlineData(300, 20)]
    [InlineData(310, 20)]
    public void Reserve_WithoutHistory_IsNoMoreThanTenTimesWhatTodayHasBrought(int credits, int reserve) =>
        Assert.Equal(reserve, Deadline().Decide(Situation(At(1), Mails(2, At(60)), credits, aDay: 300)).Reserve);
}
