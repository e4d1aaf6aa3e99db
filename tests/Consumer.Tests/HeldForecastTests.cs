using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;

namespace MailDispatcher.Consumer.Tests;

/// <summary>Of what the ceiling per person holds, only so many go in each window: the forecast says who misses.</summary>
[Collection(SteppedDaemon.OneAtATime)]
public sealed class HeldForecastTests(SharedBroker broker)
{
    private static readonly DateTimeOffset Ten = new(2026, 11, 23, 10, 0, 0, TimeSpan.FromHours(-3));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("deadline", 1, 3)]
    [InlineData("hourly", 60, 5)]
    public async Task MoreMailsThanThePersonMayGetInTime_AreForeseenToMiss(string policy, int minutes, int misses)
    {
        var vhost = await broker.CreateVhostAsync();
        var clock = new ManualTime(Ten.AddSeconds(30));
        await Mails.PublishAsync(
            vhost,
            Enumerable.Range(0, 9).Select(_ => Mails.Cancellation(Ten.AddHours(2.5))),
            Cancel,
            clock
        );
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), clock, Cancel);
        await using var daemon = await SteppedDaemon.StartAsync(
            vhost,
            sandbox.Url,
            clock,
            [
                KeyValuePair.Create<string, string?>("Dispatch__Policy", policy),
                KeyValuePair.Create<string, string?>("Dispatch__PerRecipient", "2/hour"),
                KeyValuePair.Create<string, string?>("Suppression__Key", new string('k', 44)),
            ],
            Cancel
        );
        await daemon.KnowsAsync(9, Cancel);
        await daemon.ReachAsync(Ten.AddMinutes(minutes), Cancel);

        // Two have gone; two more go in each hour that begins before the deadline.
        await daemon.ShowsAsync("maildispatcher_held_mails", 7, Cancel, "cause=\"storm\"");
        Assert.Equal(2, sandbox.Sandbox.Mails.Count);
        await daemon.ShowsAsync("maildispatcher_forecast_missed_mails", misses, Cancel);
    }
}
