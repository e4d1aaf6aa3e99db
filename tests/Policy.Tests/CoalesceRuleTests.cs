using MailDispatcher.Core.Policy;
using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

public sealed class CoalesceRuleTests
{
    private static readonly CreditsLeft Short = new CreditsLeft.Today(1);

    [Fact]
    public void Apply_SeveralToOneRecipient_KeepsTheSoonest()
    {
        var groups = Rule(9).Apply([Waiting(1, day: 3), Waiting(2, day: 2), Waiting(3, day: 4)], Short, Monday);

        var group = Assert.Single(groups);
        Assert.Equal(Id(2), group.Kept);
        Assert.Equal([Id(1), Id(3)], group.Absorbed);
    }

    [Fact]
    public void Apply_OffByDefault_DoesNothing() =>
        Assert.Empty(Rule().Apply([Waiting(1, day: 3), Waiting(2, day: 2)], Short, Monday));

    [Fact]
    public void Apply_CreditsSuffice_DoesNothing()
    {
        var waiting = new[] { Waiting(1, day: 3), Waiting(2, day: 2) };

        Assert.Empty(Rule(9).Apply(waiting, new CreditsLeft.Today(2), Monday));
        Assert.Empty(Rule(9).Apply(waiting, new CreditsLeft.Unlimited(), Monday));
        Assert.Single(Rule(9).Apply(waiting, Short, Monday));
    }

    [Fact]
    public void Apply_UrgentMails_AreNeverTouched()
    {
        Assert.Empty(Rule(9).Apply([Waiting(1, day: 1), Waiting(2, day: 1)], Short, Monday)); // due in a day
        Assert.Empty(Rule(9).Apply([Waiting(1, day: 5, value: 8), Waiting(2, day: 5, value: 10)], Short, Monday));
        Assert.Single(Rule(9).Apply([Waiting(1, day: 1.01), Waiting(2, day: 5, value: 7)], Short, Monday));
    }

    [Fact]
    public void Apply_OtherRecipientOrTemplate_StaysAlone() =>
        Assert.Empty(
            Rule(9, 10)
                .Apply(
                    [
                        Waiting(1, day: 3),
                        Waiting(2, day: 3, to: "b"),
                        Waiting(3, day: 3, template: 10),
                        Waiting(4, day: 3, template: 7),
                    ],
                    Short,
                    Monday
                )
        );

    [Fact]
    public void Apply_ChangesOfPlan_AreNeverTouched()
    {
        Assert.Empty(Rule(9).Apply([Waiting(1, day: 5, value: 8), Waiting(2, day: 5, value: 8)], Short, Monday));
        Assert.Single(Rule(9).Apply([Waiting(1, day: 5, value: 7.9), Waiting(2, day: 5, value: 7.9)], Short, Monday));
    }

    [Fact]
    public void IsOn_WhenATemplateIsNamed()
    {
        Assert.False(Rule().IsOn);
        Assert.True(Rule(9).IsOn);
    }

    private static CoalesceRule Rule(params int[] templates) => new(templates);

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static ReadyToCoalesce Waiting(
        int number,
        double day,
        double value = 1,
        string to = "a",
        int template = 9
    ) => new(Mail(number, Monday.AddDays(day), value) with { Template = template }, to);
}
