using MailDispatcher.Core.Policy;
using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

public sealed class CoalesceRuleTests
{
    private const long Short = 1;
    private static readonly DateTimeOffset Reset = Monday.AddDays(1);

    [Fact]
    public void Apply_SeveralToOneRecipient_KeepsTheSoonest()
    {
        var group = Assert.Single(Apply([Waiting(1, day: 3), Waiting(2, day: 2), Waiting(3, day: 4)], Short));

        Assert.Equal(Id(2), group.Kept.Id);
        Assert.Equal([Id(1), Id(3)], group.Absorbed);
    }

    [Fact]
    public void Apply_Group_CountsForAllItsMails()
    {
        var group = Assert.Single(
            Apply([Waiting(1, day: 3, value: 2, arrived: -9), Waiting(2, day: 2, value: 5, arrived: -3)], Short)
        );

        Assert.Equal((7, At(-9), Monday.AddDays(2)), (group.Kept.Value, group.Kept.Arrived, group.Kept.Deadline));
    }

    [Fact]
    public void Apply_OffByDefault_DoesNothing() =>
        Assert.Empty(new CoalesceRule([]).Apply([Waiting(1, day: 3), Waiting(2, day: 2)], Short, Reset, Monday));

    [Fact]
    public void Apply_CreditsSuffice_DoesNothing()
    {
        KeyedMail[] waiting = [Waiting(1, day: 3), Waiting(2, day: 2)];

        Assert.Empty(Apply(waiting, 2));
        Assert.Empty(Apply(waiting, int.MaxValue));
        Assert.Single(Apply(waiting, Short));
    }

    [Fact]
    public void Apply_MailDueWithinADay_GoesAloneWhileTheCreditsSufficeForAllThatIsDueToday()
    {
        KeyedMail[] waiting = [Waiting(1, day: 0.9), Waiting(2, day: 1), Waiting(3, day: 5, to: "b")];

        Assert.Empty(Apply(waiting, 2)); // short, but not for today
        Assert.Equal([Id(2)], Assert.Single(Apply(waiting, 1)).Absorbed);
    }

    [Fact]
    public void Apply_MoreDueTodayThanCredits_JoinsWhatIsDueTodayAndWhatCanWaitButNotWhatIsDueTomorrow()
    {
        var now = At(20);
        KeyedMail[] waiting =
        [
            Waiting(1, day: 0.95),
            Waiting(2, day: 1.5), // within a day, from tomorrow's credits
            Waiting(3, day: 5),
            Waiting(4, day: 0.99, to: "b"),
        ];

        var group = Assert.Single(new CoalesceRule([9]).Apply(waiting, Short, Reset, now));
        Assert.Equal((Id(1), Id(3)), (group.Kept.Id, group.Absorbed.Single()));
    }

    [Fact]
    public void Apply_WhatIsPutOffUntilLaterToday_NeedsItsCreditButDoesNotJoin()
    {
        var later = Waiting(3, day: 0.9);
        later = later with { Mail = later.Mail with { NotBefore = At(12) } };
        KeyedMail[] waiting = [Waiting(1, day: 0.5), Waiting(2, day: 0.6), later];

        Assert.Equal([Id(2)], Assert.Single(Apply(waiting, 2)).Absorbed);
        Assert.Empty(Apply(waiting, 3));
    }

    [Fact]
    public void Apply_OtherRecipientOrTemplate_StaysAlone() =>
        Assert.Empty(
            Apply(
                [
                    Waiting(1, day: 3),
                    Waiting(2, day: 3, to: "b"),
                    Waiting(3, day: 3, template: 10),
                    Waiting(4, day: 3, template: 7),
                ],
                Short
            )
        );

    [Theory]
    [InlineData(0.5)]
    [InlineData(5)]
    public void Apply_ChangesOfPlan_AreNeverTouched(double day)
    {
        Assert.Empty(Apply([Waiting(1, day, value: 8), Waiting(2, day, value: 10)], Short));
        Assert.Single(Apply([Waiting(1, day, value: 7.9), Waiting(2, day, value: 7.9)], Short));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(5)]
    public void Apply_MailWithCopies_GoesAlone(double day)
    {
        var copied = Waiting(2, day);
        copied = copied with { Mail = copied.Mail with { Credits = 2 } };

        Assert.Empty(Apply([Waiting(1, day), copied], 2));
    }

    [Fact]
    public void IsOn_WhenATemplateIsNamed()
    {
        Assert.False(new CoalesceRule([]).IsOn);
        Assert.True(new CoalesceRule([9]).IsOn);
    }

    [Theory]
    [InlineData("10/hour", 12)] // 2 left, and one full hour more
    [InlineData("10/hour 15/day", 7)]
    [InlineData("100/month", 92)]
    [InlineData("9/30m", 28)] // 1 left, and three times 9
    [InlineData("9/24h", 1)]
    public void MostUntil_CountsWhatEachWindowBringsUntilTheReset(string allowance, long most)
    {
        var now = At(22.5);
        var situation = Situation(now, [], credits: 1000) with
        {
            Credits = new CreditsLeft.Unlimited(),
            Windows = Allowance.Parse(allowance).LeftAt(now, Utc, [.. Enumerable.Repeat(At(22.25), 8)]),
        };

        Assert.Equal(most, situation.MostUntil(Reset));
        Assert.Equal(0, (situation with { Credits = new CreditsLeft.Today(0) }).MostUntil(Reset));
    }

    private static IReadOnlyList<Coalesced> Apply(IReadOnlyCollection<KeyedMail> waiting, long credits) =>
        new CoalesceRule([9, 10]).Apply(waiting, credits, Reset, Monday);

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static KeyedMail Waiting(
        int number,
        double day,
        double value = 1,
        string to = "a",
        int template = 9,
        double arrived = -1
    ) => new(Mail(number, Monday.AddDays(day), value, At(arrived)) with { Template = template }, to);
}
