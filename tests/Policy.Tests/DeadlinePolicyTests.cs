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
    public void Decide_DueTodayAndCreditsToSpare_GoesAtOnce()
    {
        var decision = Deadline().Decide(Situation(At(1), Mails(10, At(20)), 300));

        Assert.Equal(10, decision.Send.Count);
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
    }

    [Theory]
    [InlineData(6, 0)] // reserve 1.5 x 300 / 25 x 18 h = 324
    [InlineData(10, 48)] // 252 of 300 are kept
    [InlineData(23, 60)] // 18 are kept: more room than mails
    public void Decide_CanGoTomorrow_GoesOnlyAboveTheReserve(double hour, int goes)
    {
        var decision = Deadline().Decide(Situation(At(hour), Mails(60, At(12, day: 2)), 300));

        Assert.Equal(goes, decision.Send.Count);
    }

    [Fact]
    public void Decide_PastDaysBroughtDearerMailLater_KeepsTheCreditsForIt()
    {
        var history = Past(days: 20, mails: 30, hour: 14, notice: 3, value: 10);
        var waiting = Mails(25, At(20), value: 1);

        var decision = Deadline().Decide(Situation(At(9), waiting, 40, history: history));

        Assert.Equal(4, decision.Send.Count); // 40 - 1.2 x 30
        var kept = waiting.Except(decision.Send).First();
        Assert.Equal("kept back: in 14 of 14 days like this at least 30 more urgent mails came after 09:00; 36 credits are left",
            decision.WhyKeptBack(kept));
        Assert.Null(decision.WhyKeptBack(decision.Send[0]));
    }
}
