using MailDispatcher.Core.Policy;
using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

/// <summary>Why a mail waits, word for word: people act on these sentences.</summary>
public sealed class HoldReasonsTests
{
    [Fact]
    public void Reason_OfASweep_SaysWhatWouldBeLost()
    {
        var decision = Deadline().Decide(Situation(At(23.95), Mails(5, At(40)), 3));

        Assert.Equal("3 of 5 go: what is left of the credits is lost at 00:00", decision.Reason);
        Assert.Equal(0, decision.Reserve);
    }

    [Fact]
    public void WhyKeptBack_DearerMailsWaitAndAreExpected_SaysBoth()
    {
        var history = Past(days: 10, mails: 3, hour: 14, notice: 3, value: 10);
        var cheap = Mail(1, At(20), value: 1);
        var putOff = Mail(2, At(20), value: 10, notBefore: At(10));

        var decision = Deadline().Decide(Situation(At(9.5), [cheap, putOff], 4, history: history));

        Assert.Empty(decision.Send);
        Assert.Equal(
            "kept back: in 10 of 10 days like this at least 3 more urgent mails came after 09:30, and 1 wait; 4 credits are left",
            decision.WhyKeptBack(cheap)
        );
        Assert.Equal(
            "may not go yet: after a failed attempt, for its not_before, or in quiet hours",
            decision.WhyKeptBack(putOff)
        );
    }

    [Fact]
    public void WhyKeptBack_OnlyDearerOnesThatWait_CountsThem()
    {
        var cheap = Mail(1, At(20), value: 1);
        var dear = new[]
        {
            Mail(2, At(20), value: 10, notBefore: At(10)),
            Mail(3, At(20), value: 10, notBefore: At(10)),
        };

        var decision = Deadline().Decide(Situation(At(9), [cheap, .. dear], 2));

        Assert.Equal(
            "kept back: 2 more urgent mails wait, or are expected in the next days; 2 credits are left",
            decision.WhyKeptBack(cheap)
        );
    }

    [Theory]
    [InlineData(1, "tomorrow")]
    [InlineData(3, "later")]
    public void WhyKeptBack_TheDaysUntilItsDeadlineAreFull_SaysUntilWhen(int day, string when)
    {
        var waits = Mail(1, At(12, day), value: 10);
        var putOff = Mails(20, At(20), value: 10, from: 10).Select(m => m with { NotBefore = At(18) });

        var decision = Deadline().Decide(Situation(At(17), [waits, .. putOff], 20, aDay: 1));

        Assert.Empty(decision.Send);
        Assert.Equal(
            $"kept back: it can also go {when}, and the credits until then are expected to be needed",
            decision.WhyKeptBack(waits)
        );
    }

    [Fact]
    public void WhyKeptBack_AMailThatGoes_IsNull()
    {
        var decision = Deadline().Decide(Situation(At(9), Mails(1, At(20)), 5));

        Assert.Null(decision.WhyKeptBack(decision.Send[0]));
    }

    [Fact]
    public void WhyKeptBack_NoDailyLimit_NamesWhatWasPutOff()
    {
        var mails = new[] { Mail(1, At(20)), Mail(2, At(20), notBefore: At(10)), Mail(3, At(20), notBefore: At(21)) };

        var decision = Deadline().Decide(Situation(At(9), mails, 0) with { Credits = new CreditsLeft.Unlimited() });

        Assert.Equal(
            [
                null,
                "may not go yet: after a failed attempt, for its not_before, or in quiet hours",
                "will miss: it may not be tried again before its deadline",
            ],
            mails.Select(decision.WhyKeptBack)
        );
    }

    [Fact]
    public void Reason_PastDaysDiffer_NamesTheQuietestAndTheBusiest()
    {
        var history = PastWeeks(hour: 14, notice: 3, value: 10, 5, 10);
        var waiting = Mails(9, At(20), value: 1);

        var decision = Deadline(new DeadlineSettings { Replays = 2 })
            .Decide(Situation(At(9), waiting, 12, history: history));

        Assert.Empty(decision.Send);
        Assert.Equal(
            "0 of 9 go; 9 are kept back: 12 credits are left until 00:00, and 6 to 12 mails are still expected",
            decision.Reason
        );
        Assert.Equal(
            "kept back: in 2 of 2 days like this at least 5 more urgent mails came after 09:00; 12 credits are left",
            decision.WhyKeptBack(waiting[0])
        );
    }
}
