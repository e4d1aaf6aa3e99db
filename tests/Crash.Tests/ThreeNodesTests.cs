using System.Globalization;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.Credits;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests;

/// <summary>A cluster of three nodes: the daemon goes on at another one when its own dies.</summary>
public sealed class ThreeNodesTests(ITestOutputHelper output)
{
    private const int MailsANode = 40;

    private static readonly TimeSpan LongestGap = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Daemon_TheNodeItSpeaksToKilledTwice_SendsEveryMailOnce()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var cluster = await BrokerCluster.StartAsync(cancellation);
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { Plan = Plan.Unlimited, RateLimitScale = 0 },
            TimeProvider.System,
            cancellation
        );
        await using var daemon = DaemonUnderTest.Start(
            cluster.Uris[0],
            sandbox.Url,
            new Dictionary<string, string?>
            {
                ["QUEUE_SERVICE_URL"] = string.Join(',', cluster.Uris),
                ["Queue__Type"] = "quorum",
                ["Dispatch__Policy"] = "deadline",
            }
        );
        await daemon.LeadsAsync(LongestGap, cancellation);

        var published = new List<Guid>();
        for (var node = 0; node < 2; node++)
        {
            published.AddRange(await PublishAsync(cluster.Uris[node], published.Count, cancellation));
            await cluster.KillAsync(node);
            var killed = TimeProvider.System.GetTimestamp();
            published.AddRange(await PublishAsync(cluster.Uris[(node + 1) % 3], published.Count, cancellation));
            await Eventually.TrueAsync(
                () => Taken(sandbox).Distinct().Count() == published.Count,
                $"all {published.Count} mails are sent without node {node}",
                LongestGap,
                cancellation
            );
            output.WriteLine($"node {node} killed: all sent {TimeProvider.System.GetElapsedTime(killed)} later");
            await cluster.StartAgainAsync(node, cancellation);
        }

        Assert.Equal(published.Order(), Taken(sandbox).Order());
    }

    private static IEnumerable<Guid> Taken(SandboxServer sandbox) =>
        sandbox.Sandbox.Mails.Snapshot().Select(m => Guid.Parse(m.Tag!, CultureInfo.InvariantCulture));

    private static async Task<IReadOnlyList<Guid>> PublishAsync(Uri node, int first, CancellationToken cancellation)
    {
        var mails = Enumerable
            .Range(first + 1, MailsANode)
            .Select(n => TestMail.Of(n, TimeProvider.System.GetUtcNow().AddDays(3)))
            .ToList();
        // The queue refuses what comes before it has a new leader; the same request under the same id is no second
        // mail.
        await Eventually.TrueAsync(
            () => IsConfirmedAsync(node, mails, cancellation),
            $"{node.Port} confirms {MailsANode} requests",
            LongestGap,
            cancellation
        );
        return [.. mails.Select(mail => mail.Id)];
    }

    private static async Task<bool> IsConfirmedAsync(
        Uri node,
        IReadOnlyList<TestMail> mails,
        CancellationToken cancellation
    )
    {
        await using var connection = await BrokerConnector.OpenAsync(node, "test", cancellation);
        await using var channel = await ConfirmedChannel.OpenAsync(connection, TimeSpan.FromSeconds(20), cancellation);
        try
        {
            await Task.WhenAll(
                mails.Select(mail =>
                    channel.PublishAsync(
                        "",
                        PendingQueueOptions.DefaultName,
                        mail.Properties(),
                        mail.Body,
                        cancellationToken: cancellation
                    )
                )
            );
            return true;
        }
        catch (NotConfirmedException)
        {
            return false;
        }
    }
}
