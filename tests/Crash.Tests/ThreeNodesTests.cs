using System.Globalization;
using MailDispatcher.Crash.Tests.Harness;

namespace MailDispatcher.Crash.Tests;

/// <summary>
/// A cluster of three nodes under load: whatever one node does, mail goes on at another one, and each goes once.
/// </summary>
public sealed class ThreeNodesTests(ThreeNodes nodes, ITestOutputHelper output) : IClassFixture<ThreeNodes>
{
    /// <summary>Three are a kill of each within a minute; more are for a long play.</summary>
    private static readonly int Kills = int.Parse(
        Environment.GetEnvironmentVariable("CRASH_NODE_KILLS") ?? "3",
        CultureInfo.InvariantCulture
    );

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_KilledInTurnWithinAMinute_EveryMailIsSentOnce()
    {
        await using var scene = await ClusterUnderLoad.StartAsync(nodes, Cancellation);
        for (var kill = 0; kill < Kills; kill++)
        {
            var node = kill % 3;
            await scene.HappensAsync($"node {node + 1} killed", () => nodes.Cluster.KillAsync(node));
            await nodes.Cluster.StartAgainAsync(node, Cancellation);
        }

        await EndAsync(scene);
    }

    [Fact]
    public async Task NodeOfTheDispatcher_CutOffFromTheOthers_EveryMailIsSentOnce()
    {
        await using var scene = await ClusterUnderLoad.StartAsync(nodes, Cancellation);
        var node = await scene.NodeOfDispatcherAsync();
        await scene.HappensAsync("the dispatcher's node cut off", () => nodes.Cluster.CutOffAsync(node));
        await scene.FlowsAsync("while a node is cut off", Cancellation);
        await scene.HappensAsync("healed", () => nodes.Cluster.HealAsync(node));
        await nodes.Cluster.AreUpAsync(Cancellation);
        var other = (await scene.NodeOfDispatcherAsync() + 1) % 3;
        await scene.HappensAsync("another node cut off", () => nodes.Cluster.CutOffAsync(other));
        await scene.FlowsAsync("while another node is cut off", Cancellation);
        await scene.HappensAsync("healed", () => nodes.Cluster.HealAsync(other));
        await nodes.Cluster.AreUpAsync(Cancellation);
        await EndAsync(scene);
    }

    [Fact]
    public async Task Nodes_RestartedOneAfterTheOther_EveryMailIsSentOnce()
    {
        await using var scene = await ClusterUnderLoad.StartAsync(nodes, Cancellation);
        for (var node = 0; node < 3; node++)
        {
            await scene.HappensAsync($"node {node + 1} stopped", () => nodes.Cluster.StopAsync(node));
            await nodes.Cluster.StartAgainAsync(node, Cancellation);
        }

        await EndAsync(scene);
    }

    private async Task EndAsync(ClusterUnderLoad scene)
    {
        await scene.FlowsAsync("at the end", Cancellation);
        output.WriteLine(ClusterUnderLoad.Columns);
        foreach (var row in await scene.EndAsync(Cancellation))
            output.WriteLine(row);
    }
}
