using MailDispatcher.Core.Policy;
using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

public sealed class HourlyPolicyTests
{
    [Theory]
    [InlineData(RunKind.Hourly, 300, 12)]
    [InlineData(RunKind.Manual, 300, 12)]
    [InlineData(RunKind.Hourly, 5, 5)]
    [InlineData(RunKind.EndOfDay, 17, 17)]
    [InlineData(RunKind.Tick, 300, 0)]
    public void Decide_ByKindOfRun_SendsItsAllowance(RunKind kind, int credits, int goes)
    {
        var decision = new HourlyPolicy(12).Decide(Situation(At(9), Mails(40, At(20)), credits, kind: kind));

        Assert.Equal(goes, decision.Send.Count);
        Assert.Equal($"{goes} of 40 go: the allowance of this run is {goes}", decision.Reason);
    }

    [Fact]
    public void Decide_MoreThanTheAllowance_SendsTheSoonestThenTheLongestWaiting()
    {
        var late = Mail(1, At(30), arrived: At(-9));
        var young = Mail(2, At(20), arrived: At(-1));
        var old = Mail(3, At(20), arrived: At(-2));
        var twin = Mail(4, At(20), arrived: At(-2));

        var decision = new HourlyPolicy(3).Decide(
            Situation(At(9), [late, young, twin, old], 300, kind: RunKind.Hourly)
        );

        Assert.Equal([old, twin, young], decision.Send);
    }

    [Theory]
    [InlineData(RunKind.Hourly)]
    [InlineData(RunKind.EndOfDay)]
    public void Decide_AMailThatCostsMoreThanIsLeft_LetsTheNextGo(RunKind kind)
    {
        var (first, dear, last) = (Mail(1, At(20)), Mail(2, At(21)) with { Credits = 3 }, Mail(3, At(22)));

        Assert.Equal(
            [first, last],
            new HourlyPolicy(12).Decide(Situation(At(9), [dear, last, first], 3, kind: kind)).Send
        );
        Assert.Equal(
            [first, dear],
            new HourlyPolicy(12).Decide(Situation(At(9), [dear, last, first], 4, kind: kind)).Send
        );
    }

    [Fact]
    public void Decide_PutOff_LeavesOutWhatMayNotGoYet()
    {
        var mails = new[] { Mail(1, At(20), notBefore: At(9)), Mail(2, At(20), notBefore: At(9.1)) };

        Assert.Equal([mails[0]], new HourlyPolicy(12).Decide(Situation(At(9), mails, 300, kind: RunKind.Hourly)).Send);
    }

    [Fact]
    public void Decide_AllGo_SaysSo() =>
        Assert.Equal(
            "everything that waits goes",
            new HourlyPolicy(12).Decide(Situation(At(9), Mails(12, At(20)), 300, kind: RunKind.Hourly)).Reason
        );

    [Fact]
    public void Most_OfEachKindOfCredits_IsWhatMayLeave()
    {
        Assert.Equal(3, new CreditsLeft.Today(3).Most);
        Assert.Equal(4, new CreditsLeft.Balance(4).Most);
        Assert.Equal(int.MaxValue, new CreditsLeft.Unlimited().Most);
    }

    [Theory]
    [InlineData(5, 7)]
    [InlineData(12, 0)]
    [InlineData(20, 0)]
    public void Decide_ARunThatGoesOn_SendsTheRestOfItsAllowance(int alreadySent, int goes) =>
        Assert.Equal(
            goes,
            new HourlyPolicy(12)
                .Decide(
                    Situation(At(9), Mails(40, At(20)), 300, kind: RunKind.Hourly) with
                    {
                        AlreadySent = alreadySent,
                    }
                )
                .Send.Count
        );
}
