using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Proxy;

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
        await using var daemon = DaemonUnderTest.Start(
            await broker.CreateVhostAsync(),
            new Uri("http://127.0.0.1:9/v3"),
            Unit(socket, TimeSpan.FromSeconds(1))
        );

        await Eventually.TrueAsync(
            () => socket.Count("READY=1") == 1,
            () => $"it is ready: {daemon.Program.Output}",
            cancellationToken: cancellation
        );
        await daemon.LeadsAsync(cancellationToken: cancellation);
        // Nothing is due for up to an hour: an idle daemon lives too.
        var before = socket.Count("WATCHDOG=1");
        await Eventually.TrueAsync(
            () => socket.Count("WATCHDOG=1") >= before + 3,
            "it says that it lives",
            cancellationToken: cancellation
        );
        Assert.Equal(0, socket.Count("STOPPING=1"));

        Assert.Equal(0, await daemon.Program.TerminateAsync());
        await Eventually.TrueAsync(
            () => socket.Count("STOPPING=1") == 1,
            "it said that it stops",
            cancellationToken: cancellation
        );
        Assert.Equal(["READY=1", "STOPPING=1"], socket.Messages.Where(message => message != "WATCHDOG=1"));
    }

    [Fact]
    public async Task Daemon_StuckInOneStep_FallsSilentUntilItGetsOn()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var vhost = await broker.CreateVhostAsync();
        await using var socket = new NotifySocket(Name(isAbstract: true));
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions(),
            TimeProvider.System,
            cancellation
        );
        await using var proxy = TcpProxy.Start(vhost.Port);
        var settings = Unit(socket, TimeSpan.FromMilliseconds(400));
        settings["Schedule__Hourly"] = "* * * * * ?";
        await using var daemon = DaemonUnderTest.Start(proxy.Through(vhost), sandbox.Url, settings);
        await daemon.LeadsAsync(cancellationToken: cancellation);

        // Each second a run ends, and its event waits for a confirm that does not come.
        proxy.Stall(Direction.ToClient);
        await Task.Delay(TimeSpan.FromSeconds(3), cancellation);
        var during = socket.Count("WATCHDOG=1");
        await Task.Delay(TimeSpan.FromSeconds(4), cancellation);
        // 200 ms apart would be 20 of them, were they not bound to the work.
        Assert.InRange(socket.Count("WATCHDOG=1") - during, 0, 5);
        proxy.Resume();
        during = socket.Count("WATCHDOG=1");
        await Eventually.TrueAsync(
            () => socket.Count("WATCHDOG=1") > during + 3,
            "it says again that it lives",
            cancellationToken: cancellation
        );
    }

    private static string Name(bool isAbstract) =>
        isAbstract
            ? $"@mail-notify-{Guid.NewGuid():N}"
            : Path.Combine(Path.GetTempPath(), $"mail-notify-{Guid.NewGuid():N}");

    private static Dictionary<string, string?> Unit(NotifySocket socket, TimeSpan watchdog) =>
        new() { ["NOTIFY_SOCKET"] = socket.Name, ["WATCHDOG_USEC"] = $"{watchdog.TotalMicroseconds:0}" };
}
