using MailDispatcher.Contracts;
using MailDispatcher.Sandbox.Faults;
using MailDispatcher.TestKit;

namespace MailDispatcher.Page.Tests.Health;

/// <summary>
/// The daemon itself with what the sandbox and the broker can play, under both policies: never green.
/// </summary>
public sealed class LiveFaultTests(SharedBroker broker)
{
    // Above the slowness of a busy machine, and what is promised to whoever is alarmed.
    private static readonly TimeSpan Seen = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("deadline")]
    [InlineData("hourly")]
    public async Task ProviderDown_WithMailWaiting_IsSaidOnPageExitCodeAndMetric(string policy)
    {
        await using var live = await StartAsync(await broker.CreateVhostAsync(), policy);
        live.Sandbox.Sandbox.Faults.Set(new FaultRule { Path = "/v3/*", Reset = ResetMoment.Before });
        await LiveDaemon.PublishAsync(
            live.Broker,
            [LiveDaemon.Mail(TimeProvider.System.GetUtcNow().AddHours(3))],
            Cancel
        );
        await StandsAsync(live, "Bad", "The provider does not answer: nothing is sent");
        Assert.Equal(1, (await live.CommandAsync("status")).Code);
        Assert.Equal(0, await live.Daemon.MetricAsync("maildispatcher_provider_answering", "", Cancel));
    }

    [Theory]
    [InlineData("deadline")]
    [InlineData("hourly")]
    public async Task TemplateMissing_WithMailWaitingOnIt_IsSaidBeforeAnyIsRefused(string policy)
    {
        await using var live = await StartAsync(await broker.CreateVhostAsync(), policy);
        await Eventually.TrueAsync(
            async () => (await live.CommandAsync("pause")).Code == 0,
            "the dispatcher takes the pause",
            cancellationToken: Cancel
        );
        live.Sandbox.Sandbox.Faults.Set(
            new FaultRule
            {
                Path = "/v3/smtp/templates/*",
                Status = 404,
                Body = """{"code":"document_not_found","message":"Template ID does not exist"}""",
            }
        );
        await LiveDaemon.PublishAsync(
            live.Broker,
            [LiveDaemon.Mail(TimeProvider.System.GetUtcNow().AddHours(30))],
            Cancel
        );
        await Eventually.TrueAsync(
            async () => await live.Daemon.MetricAsync("maildispatcher_unsendable_mails", "", Cancel) == 1,
            "the mail is known to be unsendable",
            Seen,
            Cancel
        );
        var statuses = (await live.StatusAsync(Cancel)).GetProperty("health").EnumerateArray();
        Assert.Contains(
            statuses,
            status =>
                status.GetProperty("name").GetString() == "templates"
                && status.GetProperty("state").GetString() == "Bad"
        );
    }

    [Theory]
    [InlineData("deadline")]
    [InlineData("hourly")]
    public async Task BrokerBlocked_ByItsMemoryAlarm_IsSaidOnPageExitCodeAndMetric(string policy)
    {
        await using var own = await BrokerNode.StartAsync(Cancel);
        await using var live = await StartAsync(own.Uri, policy);
        await own.CtlAsync("set_vm_memory_high_watermark", "0.00001");
        await StandsAsync(live, "Bad", "The broker can't be used: nothing is sent");
        Assert.Equal(1, (await live.CommandAsync("status")).Code);
        Assert.Equal(1, await live.Daemon.MetricAsync("maildispatcher_broker_blocked", "", Cancel));
    }

    [Fact]
    public async Task MailThatReachesNobody_AsTheProviderTells_IsSaidOnPageAndExitCode()
    {
        await using var live = await LiveDaemon.StartAsync(
            await broker.CreateVhostAsync(),
            new Dictionary<string, string?> { ["Dispatch__Policy"] = "deadline", ["Events__PollSeconds"] = "1" },
            cancellationToken: Cancel
        );
        await LiveDaemon.PublishAsync(
            live.Broker,
            [
                .. Enumerable
                    .Range(0, 6)
                    .Select(n =>
                        LiveDaemon.Mail(TimeProvider.System.GetUtcNow().AddHours(3)) with
                        {
                            Recipient = new Recipient("Rui", $"mail{n}@gone.example"),
                        }
                    ),
            ],
            Cancel
        );
        await StandsAsync(live, "Bad", "6 of 6 mails sent in the last day reached nobody");
        var (code, output) = await live.CommandAsync("status");
        Assert.Equal(1, code);
        Assert.Contains("6 sent (6 of them reached nobody)", output, StringComparison.Ordinal);
    }

    private static Task<LiveDaemon> StartAsync(Uri at, string policy) =>
        LiveDaemon.StartAsync(
            at,
            new Dictionary<string, string?> { ["Dispatch__Policy"] = policy },
            cancellationToken: Cancel
        );

    private static Task StandsAsync(LiveDaemon live, string state, string title) =>
        Eventually.TrueAsync(
            async () =>
                (await live.StatusAsync(Cancel)).GetProperty("headline") is var headline
                && headline.GetProperty("state").GetString() == state
                && headline.GetProperty("title").GetString() == title,
            $"the page says: {title}",
            Seen,
            Cancel
        );
}
