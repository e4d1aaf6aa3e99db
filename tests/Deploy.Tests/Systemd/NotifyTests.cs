using MailDispatcher.Client;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.Faults;
using MailDispatcher.TestKit;

namespace MailDispatcher.Deploy.Tests.Systemd;

/// <summary>What the daemon tells systemd over a real datagram socket.</summary>
public sealed class NotifyTests(SharedBroker broker)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Daemon_UnderSystemd_TellsReadyThenLifeThenStopping(bool isAbstract)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var socket = new NotifySocket(Name(isAbstract));
        await using var daemon = DaemonUnderTest.Start(await broker.CreateVhostAsync(), new Uri("http://127.0.0.1:9/v3"), Unit(socket, TimeSpan.FromSeconds(1)));

        await Eventually.TrueAsync(() => socket.Count("READY=1") == 1, $"it is ready: {daemon.Program.Output}", cancellationToken: cancellation);
        await daemon.LeadsAsync(cancellationToken: cancellation);
        // Nothing is due for up to an hour: an idle daemon lives too.
        var before = socket.Count("WATCHDOG=1");
        await Eventually.TrueAsync(() => socket.Count("WATCHDOG=1") >= before + 3, "it says that it lives", cancellationToken: cancellation);
        Assert.Equal(0, socket.Count("STOPPING=1"));

        Assert.Equal(0, await daemon.Program.TerminateAsync());
        await Eventually.TrueAsync(() => socket.Count("STOPPING=1") == 1, "it said that it stops", cancellationToken: cancellation);
        Assert.Equal(["READY=1", "STOPPING=1"], socket.Messages.Where(message => message != "WATCHDOG=1"));
    }

    [Fact]
    public async Task Daemon_StuckInOneStep_FallsSilentUntilItGetsOn()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var stuck = TimeSpan.FromSeconds(8);
        var vhost = await broker.CreateVhostAsync();
        await using var socket = new NotifySocket(Name(isAbstract: true));
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TimeProvider.System, cancellation);
        sandbox.Sandbox.Faults.Set(new FaultRule { Path = "/v3/smtp/email", DelayMs = (int)stuck.TotalMilliseconds, Times = 1 });
        await using var publisher = new MailPublisher(new MailPublisherOptions { CreateQueues = true, Broker = vhost });
        await publisher.PublishAsync(Mail.To("ana"), cancellation);

        var settings = Unit(socket, TimeSpan.FromMilliseconds(400));
        settings["Schedule__Hourly"] = "* * * * * ?";
        await using var daemon = DaemonUnderTest.Start(vhost, sandbox.Url, settings);
        await Eventually.TrueAsync(
            async () => (await daemon.MetricsAsync(cancellation)).Contains("maildispatcher_uncertain_mails 1", StringComparison.Ordinal),
            $"the call is under way: {daemon.Program.Output}", cancellationToken: cancellation);

        var during = socket.Count("WATCHDOG=1");
        await Eventually.TrueAsync(
            async () => await daemon.MetricAsync("mails_sent_total", cancellationToken: cancellation) == 1, "the call ends", cancellationToken: cancellation);
        // 400 ms would be 40 of them, were they not bound to the work.
        Assert.InRange(socket.Count("WATCHDOG=1") - during, 0, 5);
        during = socket.Count("WATCHDOG=1");
        await Eventually.TrueAsync(() => socket.Count("WATCHDOG=1") > during + 3, "it says again that it lives", cancellationToken: cancellation);
    }

    private static string Name(bool isAbstract) =>
        isAbstract ? $"@mail-notify-{Guid.NewGuid():N}" : Path.Combine(Path.GetTempPath(), $"mail-notify-{Guid.NewGuid():N}");

    private static Dictionary<string, string?> Unit(NotifySocket socket, TimeSpan watchdog) => new()
    {
        ["NOTIFY_SOCKET"] = socket.Name,
        ["WATCHDOG_USEC"] = $"{watchdog.TotalMicroseconds:0}",
    };
}
