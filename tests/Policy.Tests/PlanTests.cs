using MailDispatcher.Core.Policy;
using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

/// <summary>Plans of three days, made on Monday at midnight.</summary>
public sealed class PlanTests
{
    private static readonly Credits FiveADay = new(Today: 5, ADay: 5, TailDays: 1);

    [Fact]
    public void Make_MoreThanCredits_KeepsTheDearest()
    {
        var plan = Plan([.. Mails(4, At(20), value: 1), .. Mails(4, At(20), value: 10, from: 10)], FiveADay);

        Assert.Equal([4, 1], plan.Kept);
    }

    [Fact]
    public void Make_WaitingAndExpectedOfOneLevel_KeepsTheWaiting() =>
        Assert.Equal([5], Plan(Mails(5, At(20)), FiveADay, Expecting(3, value: 5)).Kept);

    [Fact]
    public void Make_DearerIsExpected_KeepsItsCredits() =>
        Assert.Equal([2], Plan(Mails(5, At(20)), FiveADay, Expecting(3, value: 10)).Kept);

    [Fact]
    public void Make_CheaperIsExpected_KeepsTheWaiting() =>
        Assert.Equal([5], Plan(Mails(5, At(20)), FiveADay, Expecting(3, value: 1)).Kept);

    [Fact]
    public void Price_OfAFullDay_IsTheLeastThatItServes()
    {
        Assert.Equal(3, Plan([.. Mails(4, At(20), value: 10), Mail(9, At(20), value: 3)], FiveADay).Price);
        Assert.Equal(3, Plan(Mails(4, At(20), value: 10), FiveADay, Expecting(3, value: 3)).Price);
    }

    [Fact]
    public void Price_OfAFullDay_IsNotThatOfWhatFindsNoPlace() =>
        Assert.Equal(10, Plan(Mails(5, At(20), value: 10), FiveADay, Expecting(3, value: 1)).Price);

    [Fact]
    public void Price_WithACreditToSpare_IsNothing() => Assert.Equal(0, Plan(Mails(4, At(20)), FiveADay).Price);

    [Fact]
    public void Price_WhenTodayAndTomorrowAreFullTogether_IsTheLeastOfBoth() =>
        Assert.Equal(
            3,
            Plan([.. Mails(2, At(20), value: 10), .. Mails(8, At(20, day: 1), value: 3, from: 10)], FiveADay).Price
        );

    [Fact]
    public void Price_WithoutACredit_IsBeyondAllMails() =>
        Assert.Equal(double.PositiveInfinity, Plan([], FiveADay with { Today = 0 }).Price);

    [Fact]
    public void RoomToday_IsWhatTheDaysBeforeTheLastOneSpare()
    {
        var plan = Plan([.. Mails(2, At(20), value: 10), .. Mails(7, At(20, day: 1), value: 3, from: 10)], FiveADay);

        Assert.Equal(int.MaxValue, plan.RoomToday(0));
        Assert.Equal(3, plan.RoomToday(1)); // two of today's five are taken
        Assert.Equal(1, plan.RoomToday(2)); // nine of ten are taken until tomorrow
    }

    [Fact]
    public void Spend_LeavesLessRoom_ForWhatCanWaitAsLongOrLonger()
    {
        var plan = Plan(Mails(7, At(20, day: 1)), FiveADay);

        plan.Spend(last: 1, credits: 1);

        Assert.Equal(4, plan.RoomToday(1)); // one of today's five went
        Assert.Equal(3, plan.RoomToday(2)); // it was one of the seven that take their credits by tomorrow anyway
    }

    [Fact]
    public void ExpectedToday_CountsWhatIsStillToCome_WithCaution() =>
        Assert.Equal(3.6, Plan([], FiveADay, Expecting(3, value: 5), caution: 1.2).ExpectedToday, 9);

    /// <summary>So many more mails today, due today.</summary>
    private static DemandScenario Expecting(int mails, double value) =>
        DemandScenario.Of(
            [
                [new ProfileGroup(ValueLevel.Of(value), value, LastsDays: 0, [.. Enumerable.Repeat(3600, mails)])],
                [],
                [],
            ],
            Periods.Days(3)
        );

    private static Plan Plan(
        IReadOnlyList<WaitingMail> waiting,
        Credits credits,
        DemandScenario? scenario = null,
        double caution = 1
    )
    {
        var horizon = new Horizon(Utc, Monday, Periods.Days(3));
        return Core.Policy.Deadline.Plan.Make(
            new WaitingGroups(waiting, horizon),
            scenario ?? DemandScenario.Empty,
            horizon.Second,
            caution,
            Capacity.Of(credits, horizon)
        );
    }
}
