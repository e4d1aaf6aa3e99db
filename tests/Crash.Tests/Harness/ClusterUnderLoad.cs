using System.Globalization;
using MailDispatcher.Contracts;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.Credits;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests.Harness;

/// <summary>
/// Mail that flows over three nodes while something happens to them: a virtual host of the cluster with quorum queues,
/// one dispatcher that knows all nodes, a host app under way, and a provider that notes when it took which mail.
/// </summary>
internal sealed class ClusterUnderLoad : IAsyncDisposable
{
    /// <summary>How long mail may stand still.</summary>
    public static readonly TimeSpan LongestGap = TimeSpan.FromMinutes(2);

    /// <summary>Over the rows of <see cref="EndAsync"/>.</summary>
    public const string Columns =
        "| event | longest without a confirm to the app | longest without a send | sent once | refused to the app |";

    private readonly ThreeNodes _nodes;
    private readonly SandboxServer _sandbox;
    private readonly DaemonUnderTest _daemon;
    private readonly string _vhost;
    private readonly List<(string What, DateTimeOffset From)> _events = [];
    private SteadyLoad? _load;

    private ClusterUnderLoad(ThreeNodes nodes, IReadOnlyList<Uri> uris, SandboxServer sandbox)
    {
        (_nodes, _sandbox, _vhost) = (nodes, sandbox, uris[0].AbsolutePath[1..]);
        _daemon = DaemonUnderTest.Start(
            uris[0],
            sandbox.Url,
            new Dictionary<string, string?>
            {
                ["QUEUE_SERVICE_URL"] = string.Join(',', uris),
                ["Queue__Type"] = "quorum",
                ["Dispatch__Policy"] = "deadline",
            }
        );
    }

    private BrokerCluster Cluster => _nodes.Cluster;

    /// <summary>Returns when the first mails are with the provider.</summary>
    public static async Task<ClusterUnderLoad> StartAsync(ThreeNodes nodes, CancellationToken cancellation)
    {
        var uris = await nodes.Cluster.CreateVhostAsync();
        var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { Plan = Plan.Unlimited, RateLimitScale = 0 },
            TimeProvider.System,
            cancellation
        );
        var scene = new ClusterUnderLoad(nodes, uris, sandbox);
        try
        {
            await scene._daemon.LeadsAsync(LongestGap, cancellation);
            scene._load = SteadyLoad.Start(uris, new PendingQueueOptions { Type = "quorum" });
            await scene.FlowsAsync("at the start", cancellation);
            return scene;
        }
        catch
        {
            await scene.DisposeAsync();
            throw;
        }
    }

    /// <summary>The node that the dispatcher is connected to: there its lease is.</summary>
    public async Task<int> NodeOfDispatcherAsync()
    {
        var queues = await Cluster.CtlAsync(0, "list_queues", "-p", _vhost, "--no-table-headers", "name", "pid");
        return Cluster.NodeIn(
            queues.Split('\n').Single(line => line.StartsWith("mail-dispatcher-lock\t", StringComparison.Ordinal))
        );
    }

    /// <summary>Something happens to the nodes; it is noted when.</summary>
    public Task HappensAsync(string what, Func<Task> work)
    {
        _events.Add((what, TimeProvider.System.GetUtcNow()));
        return work();
    }

    /// <summary>Returns when two seconds' mails that were confirmed from now on are with the provider.</summary>
    public Task FlowsAsync(string when, CancellationToken cancellation)
    {
        var before = _load!.Confirmed.ToHashSet();
        return ComesTrueAsync(
            () => Taken().Intersect(_load.Confirmed.Except(before)).Count() >= SteadyLoad.ASecond * 2,
            $"mail flows {when}",
            cancellation
        );
    }

    /// <summary>Ends the host app, waits until all it asked for is sent, and counts: each once.</summary>
    /// <returns>A row of a table for each event.</returns>
    public async Task<IReadOnlyList<string>> EndAsync(CancellationToken cancellation)
    {
        var asked = await _load!.EndAsync(LongestGap, cancellation);
        await ComesTrueAsync(
            () => Taken().Distinct().Count() >= asked.Count,
            $"all {asked.Count} mails are sent",
            cancellation
        );
        var taken = Taken();
        var lost = asked.Except(taken).Count();
        var twice = taken.Count - taken.Distinct().Count();
        Assert.True((lost, twice) == (0, 0), $"lost {lost}, twice {twice} of {asked.Count}");
        return [.. Rows(asked.Count)];
    }

    private async Task ComesTrueAsync(Func<bool> condition, string because, CancellationToken cancellation)
    {
        try
        {
            await Eventually.TrueAsync(condition, because, LongestGap, cancellation);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(
                $"{e.Message}; {_load!.Confirmed.Count} are confirmed, {_load.Refusals} times not ({_load.Refusal}), and {Taken().Distinct().Count()} sent. "
                    + $"The daemon wrote:\n{_daemon.Program.Output}",
                e
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_load is not null)
            await _load.DisposeAsync();
        await _daemon.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    private List<Guid> Taken() =>
        [.. _sandbox.Sandbox.Mails.Snapshot().Select(m => Guid.Parse(m.Tag!, CultureInfo.InvariantCulture))];

    private IEnumerable<string> Rows(int asked)
    {
        var sent = _sandbox.Sandbox.Mails.Snapshot().Select(m => m.At).Order().ToList();
        var confirmed = _load!.Confirms.Select(confirm => confirm.At).Order().ToList();
        for (var n = 0; n < _events.Count; n++)
        {
            var (what, from) = _events[n];
            var until = n + 1 < _events.Count ? _events[n + 1].From : DateTimeOffset.MaxValue;
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"| {what} | {Gap(confirmed, from, until):0.0} s | {Gap(sent, from, until):0.0} s | "
                    + $"{asked} of {asked} | {_load.Refusals} |"
            );
        }
    }

    // The longest time between two of them that ended after the event and began before the next one, in seconds.
    private static double Gap(IReadOnlyList<DateTimeOffset> moments, DateTimeOffset from, DateTimeOffset until) =>
        moments
            .Zip(moments.Skip(1))
            .Where(two => two.Second > from && two.First < until)
            .Max(two => (two.Second - two.First).TotalSeconds);
}
