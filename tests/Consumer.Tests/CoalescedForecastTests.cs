using MailDispatcher.Contracts;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;

namespace MailDispatcher.Consumer.Tests;

/// <summary>What is said of mail that goes as one is said of each of it.</summary>
[Collection(SteppedDaemon.OneAtATime)]
public sealed class CoalescedForecastTests(SharedBroker broker)
{
    private static readonly DateTimeOffset Ten = new(2026, 11, 23, 10, 0, 0, TimeSpan.FromHours(-3));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 4, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(2, 0, 2)]
    public async Task MailDueToday_WithFewCredits_IsForeseenAndSentAsOne(int credits, int misses, int sent)
    {
        var vhost = await broker.CreateVhostAsync();
        var clock = new ManualTime(Ten.AddSeconds(30));
        await Mails.PublishAsync(
            vhost,
            [.. Enumerable.Range(4, 3).Select(hours => Confirmation(hours, "rui")), Confirmation(8, "bia")],
            Cancel,
            clock
        );
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { Credits = credits },
            clock,
            Cancel
        );
        await using var daemon = await SteppedDaemon.StartAsync(
            vhost,
            sandbox.Url,
            clock,
            [KeyValuePair.Create<string, string?>("Dispatch__Coalesce", "confirmation_to_mentored")],
            Cancel
        );
        await daemon.ShowsAsync("maildispatcher_waiting_mails", 4, Cancel);
        await daemon.ShowsAsync("maildispatcher_credits_remaining", credits, Cancel);
        await daemon.ShowsAsync("maildispatcher_forecast_missed_mails", misses, Cancel);

        await daemon.ReachAsync(Ten.AddHours(1), Cancel);
        Assert.Equal(sent, sandbox.Sandbox.Mails.Count);
        await daemon.ShowsAsync("maildispatcher_waiting_mails", misses, Cancel);
    }

    private static MailRequest Confirmation(int hours, string person) =>
        Mails.Cancellation(Ten.AddHours(hours), $"{person}@example.com") with
        {
            Template = MailTemplate.ConfirmationToMentored,
        };
}
