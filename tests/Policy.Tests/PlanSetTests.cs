using MailDispatcher.Core.Policy;
using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

/// <summary>Several plans at once, made on Monday morning against as many past days.</summary>
public sealed class PlanSetTests
{
    private static readonly Credits TenADay = new(Today: 10, ADay: 10, TailDays: 1);

    [Fact]
    public void Kept_ByPlansThatDiffer_IsCountedByAllAndByMost()
    {
        var plans = Book(Mails(10, At(20), value: 1), mailsOfPastDays: [0, 2, 4, 9]);

        Assert.Equal([1, 6, 8, 10], plans.All.Select(p => p.Kept[0]).Order());
        Assert.Equal(1, plans.Affordable(0, mostLoss: 0)); // what every plan keeps
        Assert.Equal(10, plans.Affordable(0, mostLoss: 9));
        Assert.Equal(8, plans.KeptByMost(0)); // the likelier plans, of the latest weeks, keep so many
    }

    [Fact]
    public void Kept_ByMost_IsByThePlansThatWeighMoreThanHalf() =>
        Assert.Equal(6, Book(Mails(10, At(20), value: 1), mailsOfPastDays: [4, 8]).KeptByMost(0));

    [Fact]
    public void RoomToday_IsThatOfTheTightestPlan_AndShrinksInEach()
    {
        var plans = Book(Mails(5, At(20, day: 1)), mailsOfPastDays: [2, 7]);
        Assert.Equal(3, plans.Affordable(0, mostLoss: 0));

        plans.Spend(last: 1, credits: 2);

        Assert.Equal(1, plans.Affordable(0, mostLoss: 0));
        Assert.Equal([1, 6], plans.All.Select(p => p.RoomToday(1)).Order());
    }

    [Fact]
    public void WorthACredit_OfThoseWorthJustThat_OnlyWhatThePlansKeep()
    {
        WaitingMail[] mails =
        [
            .. Mails(12, At(20)),
            .. Mails(2, At(20), value: 50, from: 20),
            Mail(30, At(20), value: 4),
        ];

        var worth = Book(mails, mailsOfPastDays: [0]).WorthACredit().ToArray();

        Assert.Equal(10, worth.Length);
        Assert.Superset(mails[12..14].ToHashSet(), worth.ToHashSet());
        Assert.DoesNotContain(mails[^1], worth);
    }

    /// <summary>Each past day was a Monday, and brought so many mails of 10 at noon that were due at one.</summary>
    private static PlanSet Book(IReadOnlyList<WaitingMail> waiting, params int[] mailsOfPastDays)
    {
        var history = PastWeeks(hour: 12, notice: 1, value: 10, mailsOfPastDays);
        var settings = new DeadlineSettings
        {
            Replays = mailsOfPastDays.Length,
            HorizonDays = 3,
            Caution = 1,
            ExpectFloods = false,
        };
        return PlanSet.Of(Situation(At(8), waiting, 10, history: history), TenADay, Utc, settings);
    }
}
