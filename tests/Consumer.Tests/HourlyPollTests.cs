using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;

namespace MailDispatcher.Consumer.Tests;

/// <summary>
/// Between its runs the hourly policy sends nothing, but it says what will become of the mails that wait.
/// </summary>
[Collection(SteppedDaemon.OneAtATime)]
public sealed class HourlyPollTests(SharedBroker broker)
{
    private static readonly DateTimeOffset Ten = new(2026, 11, 23, 10, 0, 0, TimeSpan.FromHours(-3));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MailBetweenTwoRuns_IsForeseenToMissAndExpired_BeforeTheNextOne()
    {
        var vhost = await broker.CreateVhostAsync();
        var clock = new ManualTime(Ten.AddSeconds(30));
        await Mails.PublishAsync(
            vhost,
            [Mails.Cancellation(Ten.AddHours(5)), Mails.Cancellation(Ten.AddDays(2))],
            Cancel,
            clock
        );
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), clock, Cancel);
        await using var daemon = await SteppedDaemon.StartAsync(vhost, sandbox.Url, clock, [], Cancel);
        await daemon.ShowsAsync("maildispatcher_waiting_mails", 2, Cancel);
        await daemon.ShowsAsync("maildispatcher_credits_remaining", 300, Cancel);
        Assert.Equal(0, daemon.Metric("maildispatcher_forecast_missed_mails"));

        await daemon.ReachAsync(Ten.AddMinutes(2), Cancel);
        await daemon.ShowsAsync(
            "maildispatcher_looked_timestamp_seconds",
            Ten.AddMinutes(2).ToUnixTimeSeconds(),
            Cancel
        );

        await Mails.PublishAsync(vhost, [Mails.Cancellation(Ten.AddMinutes(50))], Cancel, clock);
        await daemon.ReachAsync(Ten.AddMinutes(4), Cancel);
        await daemon.ShowsAsync("maildispatcher_forecast_missed_mails", 1, Cancel, "class=\"urgent\"");

        await daemon.ReachAsync(Ten.AddMinutes(51), Cancel);
        await daemon.ShowsAsync("maildispatcher_settled_total", 1, Cancel, "outcome=\"expired\"");
        await daemon.ShowsAsync("maildispatcher_waiting_mails", 2, Cancel);
        Assert.Equal(0, sandbox.Sandbox.Mails.Count);

        await daemon.ReachAsync(Ten.AddHours(1), Cancel);
        Assert.Equal(2, sandbox.Sandbox.Mails.Count);
    }
}
