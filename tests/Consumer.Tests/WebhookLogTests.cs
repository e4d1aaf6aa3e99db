using MailDispatcher.Consumer.Webhooks;
using MailDispatcher.Contracts;

namespace MailDispatcher.Consumer.Tests;

/// <summary>What a dispatcher remembers of an app's outcomes.</summary>
public sealed class WebhookLogTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void GivenUp_StaysWhateverIsToldAfterwards_AndTheLatestStayToo()
    {
        var log = new WebhookLog();
        Try(log, 0, "it answered 500");
        log.GivenUp(IdOf(0));
        for (var n = 1; n <= 2 * WebhookLog.Most; n++)
            Try(log, n, problem: null);

        Assert.NotNull(log.BodyOf(IdOf(0)));
        Assert.True(log.Latest()[^1] is { IsGivenUp: true, IsTold: false });
        Assert.Equal(WebhookLog.Most + 1, log.Latest().Count);
        Assert.Null(log.BodyOf(IdOf(WebhookLog.Most)));
        Assert.NotNull(log.BodyOf(IdOf(WebhookLog.Most + 1)));
    }

    [Fact]
    public void GivenUp_MoreThanAreKept_ForgetsTheOldestOfThem()
    {
        var log = new WebhookLog();
        for (var n = 0; n <= WebhookLog.MostGivenUp; n++)
        {
            Try(log, n, "it answered 500");
            log.GivenUp(IdOf(n));
        }

        Assert.Equal(WebhookLog.MostGivenUp, log.Latest().Count);
        Assert.Null(log.BodyOf(IdOf(0)));
        Assert.NotNull(log.BodyOf(IdOf(1)));
    }

    [Fact]
    public void GivenUp_ToldByAPerson_IsOneOfTheToldOnes()
    {
        var log = new WebhookLog();
        Try(log, 0, "it answered 500");
        log.GivenUp(IdOf(0));
        Try(log, 0, problem: null);
        Assert.True(Assert.Single(log.Latest()) is { IsGivenUp: false, IsTold: true, Attempts: 2 });
    }

    private static string IdOf(int number) => $"event-{number}";

    private static void Try(WebhookLog log, int number, string? problem)
    {
        var outcome = new MailOutcome
        {
            EventId = IdOf(number),
            Mail = Guid.NewGuid(),
            Kind = MailOutcomeKind.Sent,
            At = Now,
        };
        log.Tried(outcome, MailOutcomeCodec.Encode(outcome), Now.AddSeconds(number), problem);
    }
}
