using MailDispatcher.Sandbox.Faults;

namespace MailDispatcher.Ops.Tests.Live;

/// <summary>From the fault to a person and back: dispatcher, Prometheus, Alertmanager, webhook.</summary>
public sealed class AlertDeliveryTests(MonitoredDispatcher running)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ProviderThatRefusesTheKey_PagesAndResolves()
    {
        var before = running.Webhook.Notices.Count;
        running.Provider.Sandbox.Faults.Set(
            new FaultRule
            {
                Path = "/v3/*",
                Status = 401,
                Body = """{"code":"unauthorized","message":"Key not found"}""",
            }
        );
        try
        {
            var notice = await running.Webhook.WaitForAsync("MailProviderRefusesKey", "firing", before, Token);
            Assert.Equal($"Bearer {AlertmanagerServer.Token}", notice.Authorization);
            Assert.Equal("docs/runbook.md#mailproviderrefuseskey", notice.Runbook);
            // It answers, so nobody is told that it does not.
            Assert.DoesNotContain(
                running.Webhook.Notices.Skip(before),
                notice => notice.Alert == "MailProviderUnreachable" && notice.Status == "firing"
            );
        }
        finally
        {
            running.Provider.Sandbox.Faults.Clear();
        }

        await running.Webhook.WaitForAsync("MailProviderRefusesKey", "resolved", before, Token);
    }

    [Fact]
    public async Task ProviderThatIsGone_PagesAndResolves()
    {
        var before = running.Webhook.Notices.Count;
        await running.Network.RefuseAsync();
        running.Network.Cut();
        try
        {
            await running.Webhook.WaitForAsync("MailProviderUnreachable", "firing", before, Token);
        }
        finally
        {
            running.Network.Accept();
        }

        await running.Webhook.WaitForAsync("MailProviderUnreachable", "resolved", before, Token);
    }

    [Fact]
    public async Task Heartbeat_ReachesItsOwnReceiver() =>
        await TestKit.Eventually.TrueAsync(
            () => running.Webhook.Notices.Any(notice => notice is { Alert: "Watchdog", Receiver: "heartbeat" }),
            "the heartbeat arrives",
            cancellationToken: Token
        );
}
