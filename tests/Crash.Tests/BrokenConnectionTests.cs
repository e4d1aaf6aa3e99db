using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.Sandbox.Faults;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Proxy;

namespace MailDispatcher.Crash.Tests;

/// <summary>
/// The network between the daemon and the broker, or the provider, is cut or stands still, before and after what was
/// said arrived.
/// </summary>
public sealed class BrokenConnectionTests(SharedBroker broker)
{
    private const int Mails = 12;

    /// <summary>What is in the request for one of the mails, neither the first nor the last.</summary>
    private const string Midway = "mentor4@example.com";

    private static readonly string[] Words = ["asked", "attempted", "accepted", "run_ended"];
    private static readonly Direction[] Directions = [Direction.ToServer, Direction.ToClient, Direction.Both];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public Task ConnectionToTheBroker_Broken_EveryMailIsSentOnce()
    {
        var cancellation = TestContext.Current.CancellationToken;
        return ParallelCases.RunAsync([
            .. from word in Words
            from moment in Enum.GetValues<CutMoment>()
            select Break(
                $"cut {moment} '{word}' was stored",
                (_, proxy) => proxy.CutAt(Direction.ToServer, $"\"kind\":\"{word}\"", moment)
            ),
            .. from direction in Directions
            select Break($"stalled {direction}", (_, proxy) => StallAsync(proxy, direction, cancellation)),
        ]);

        (string, Func<Task>) Break(string name, Func<TestBed, TcpProxy, Task> breaks) =>
            (name, () => OnBrokerSideAsync(name, breaks, cancellation));
    }

    [Fact]
    public Task ConnectionToTheProvider_Broken_EveryMailIsSentOnce()
    {
        var cancellation = TestContext.Current.CancellationToken;
        return ParallelCases.RunAsync([
            Break(
                "cut before the request arrived",
                (_, proxy, _) => proxy.CutAt(Direction.ToServer, "idempotencyKey", CutMoment.Before)
            ),
            Break(
                "cut after the request arrived",
                (_, proxy, _) => proxy.CutAt(Direction.ToServer, "idempotencyKey", CutMoment.After)
            ),
            Break(
                "cut before the answer arrived",
                (_, proxy, _) => proxy.CutAt(Direction.ToClient, "\"messageId\"", CutMoment.Before)
            ),
            Break(
                "stalled before the request arrived",
                (_, proxy, daemon) => StallAsync(proxy, daemon, Direction.ToServer, cancellation)
            ),
            Break(
                "stalled after the request arrived",
                (_, proxy, daemon) => StallAsync(proxy, daemon, Direction.ToClient, cancellation)
            ),
            Break("refused", (_, proxy, daemon) => RefuseAsync(proxy, daemon, cancellation)),
        ]);

        (string, Func<Task>) Break(string name, Func<TestBed, TcpProxy, DaemonUnderTest, Task> breaks) =>
            (name, () => OnProviderSideAsync(name, breaks, cancellation));
    }

    private async Task OnBrokerSideAsync(
        string name,
        Func<TestBed, TcpProxy, Task> breaks,
        CancellationToken cancellation
    )
    {
        await using var bed = await OpenAsync(cancellation);
        await using var proxy = TcpProxy.Start(bed.Broker.Port);
        var done = breaks(bed, proxy);
        var daemon = bed.Start(proxy.Through(bed.Broker), bed.Server.Url, ("Dispatch__Concurrency", "1"));
        await done.WaitAsync(Patience, cancellation);
        await daemon.Program.WaitForLineAsync(
            l => l.Contains("The broker can't be used: ", StringComparison.Ordinal),
            Patience,
            cancellation
        );
        await bed.EndAsync(daemon, Mails, cancellation);
        var tally = (await bed.CountAsync(daemon, cancellation)).Check($"broker's side, {name}");
        Assert.Equal((Mails, 0), (tally.Sent, tally.Waiting));
    }

    private async Task OnProviderSideAsync(
        string name,
        Func<TestBed, TcpProxy, DaemonUnderTest, Task> breaks,
        CancellationToken cancellation
    )
    {
        await using var bed = await OpenAsync(cancellation);
        await using var proxy = TcpProxy.Start(bed.Server.Url.Port);
        var daemon = bed.Start(
            bed.Broker,
            proxy.Through(bed.Server.Url),
            ("Provider__Timeout", "2"),
            ("Dispatch__Concurrency", "1")
        );
        await breaks(bed, proxy, daemon).WaitAsync(Patience, cancellation);
        await bed.EndAsync(daemon, Mails, cancellation);
        var tally = (await bed.CountAsync(daemon, cancellation)).Check($"provider's side, {name}");
        Assert.Equal((Mails, 0), (tally.Sent, tally.Waiting));
    }

    private async Task<TestBed> OpenAsync(CancellationToken cancellation)
    {
        var bed = await TestBed.OpenAsync(
            await broker.CreateVhostAsync(),
            cancellation,
            settings: ("SENDINBLUE_MAILS_PER_HOUR", "100")
        );
        bed.Sandbox.Faults.Set(new FaultRule { Method = "POST", DelayMs = 150 });
        await bed.PublishAsync(Enumerable.Range(1, Mails).Select(n => bed.Mail(n, days: n)), cancellation);
        return bed;
    }

    private static async Task StallAsync(TcpProxy proxy, Direction direction, CancellationToken cancellation)
    {
        await proxy.StallAt(Direction.ToServer, "\"kind\":\"accepted\"", direction);
        // Longer than the patience with a confirm.
        await Task.Delay(TimeSpan.FromSeconds(12), cancellation);
        proxy.Resume();
    }

    private static async Task StallAsync(
        TcpProxy proxy,
        DaemonUnderTest daemon,
        Direction direction,
        CancellationToken cancellation
    )
    {
        await proxy.StallAt(Direction.ToServer, Midway, direction);
        await daemon.Program.WaitForLineAsync(
            l => l.Contains("may or may not have been taken", StringComparison.Ordinal),
            Patience,
            cancellation
        );
        proxy.Resume();
    }

    private static async Task RefuseAsync(TcpProxy proxy, DaemonUnderTest daemon, CancellationToken cancellation)
    {
        await proxy.CutAt(Direction.ToServer, Midway, CutMoment.Before);
        await proxy.RefuseAsync();
        proxy.Cut();
        await daemon.Program.WaitForLineAsync(
            l =>
                l.Contains("may or may not have been taken", StringComparison.Ordinal)
                || l.Contains("was not taken", StringComparison.Ordinal)
                || l.Contains("credits left are unknown", StringComparison.Ordinal),
            Patience,
            cancellation
        );
        proxy.Accept();
    }
}
