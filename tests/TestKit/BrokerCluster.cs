using MailDispatcher.TestKit.Processes;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace MailDispatcher.TestKit;

/// <summary>
/// Three RabbitMQ nodes that are one cluster, on free ports of 127.0.0.1 (<c>./dev broker --cluster</c>), each a
/// process of its own that can be killed, frozen, cut off from the others and started again with its data. A frozen node's
/// connections stay open and nothing answers, and after 12 s the others go on without it.
/// </summary>
public sealed class BrokerCluster : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(300);
    private static readonly string Dev = Path.Combine(RepositoryRoot.Path, "dev");

    private readonly string _folder = Directory.CreateTempSubdirectory("mail-cluster-").FullName;
    private readonly int[] _ports = [FreePort.Next(), FreePort.Next(), FreePort.Next()];
    private readonly ChildProcess?[] _processes = new ChildProcess?[3];

    private BrokerCluster() { }

    /// <summary>Each node's default virtual host, as guest.</summary>
    public IReadOnlyList<Uri> Uris => [.. _ports.Select(port => new Uri($"amqp://guest:guest@127.0.0.1:{port}/"))];

    public static async Task<BrokerCluster> StartAsync(CancellationToken cancellationToken = default)
    {
        var cluster = new BrokerCluster();
        try
        {
            for (var node = 0; node < cluster._ports.Length; node++)
                cluster.Launch(node);
            for (var node = 0; node < cluster._ports.Length; node++)
                await cluster.IsInAsync(node, cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL: nothing is flushed, nobody is told.</summary>
    /// <param name="node">0, 1 or 2.</param>
    public Task KillAsync(int node) => EndAsync(node, Signal.Kill);

    /// <summary>SIGTERM: the node stores everything and leaves.</summary>
    public Task StopAsync(int node) => EndAsync(node, Signal.Terminate);

    /// <summary>SIGSTOP: partitioned away.</summary>
    public void Freeze(int node) => Running(node).Send(Signal.Stop);

    /// <summary>SIGCONT.</summary>
    public void Thaw(int node) => Running(node).Send(Signal.Continue);

    /// <summary>
    /// A partition: the node and the others lose each other at once and can't connect again, while clients still can.
    /// </summary>
    public Task CutOffAsync(int node) => EvaluateAsync(node, peer => Cookie(peer, "cut_off", thenDisconnect: true));

    /// <summary>The node and the others may connect again, and do so by themselves.</summary>
    public Task HealAsync(int node) => EvaluateAsync(node, peer => Cookie(peer, "erlang:get_cookie()"));

    /// <summary>A new virtual host for one test, as guest, at each node.</summary>
    public async Task<IReadOnlyList<Uri>> CreateVhostAsync()
    {
        var name = $"test-{Guid.NewGuid():N}";
        await CtlAsync(0, "add_vhost", name);
        await CtlAsync(0, "set_permissions", "-p", name, "guest", ".*", ".*", ".*");
        return [.. Uris.Select(uri => new Uri(uri, name))];
    }

    /// <summary>The node whose name stands in what <c>rabbitmqctl</c> wrote.</summary>
    public int NodeIn(string text) =>
        Enumerable
            .Range(0, _ports.Length)
            .Single(node => text.Contains(NameOf(_ports[node]), StringComparison.Ordinal));

    /// <summary>Starts a node that has ended, and waits until it takes connections.</summary>
    public async Task StartAgainAsync(int node, CancellationToken cancellationToken = default)
    {
        if (_processes[node] is { } former)
            await former.DisposeAsync();
        Launch(node);
        await IsInAsync(node, cancellationToken);
    }

    /// <summary>Returns when every node takes connections; one that was cut off pauses until it is not.</summary>
    public async Task AreUpAsync(CancellationToken cancellationToken = default)
    {
        for (var node = 0; node < _ports.Length; node++)
            await IsInAsync(node, cancellationToken);
    }

    /// <inheritdoc cref="BrokerNode.CtlAsync"/>
    public async Task<string> CtlAsync(int node, params string[] arguments)
    {
        await using var ctl = ChildProcess.Start(Dev, ["ctl", "--dir", Of(node), .. arguments]);
        var code = await ctl.WaitForExitAsync(TimeSpan.FromMinutes(2));
        return code == 0
            ? ctl.Output
            : throw new InvalidOperationException(
                $"rabbitmqctl {string.Join(' ', arguments)} ended with {code}:\n{ctl.Output}"
            );
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            if (process is not null)
                await process.DisposeAsync();
        }

        // Erlang's helpers end a moment after the nodes and may still write.
        await Eventually.TrueAsync(
            () =>
            {
                if (Directory.Exists(_folder))
                    Directory.Delete(_folder, recursive: true);
                return true;
            },
            $"{_folder} can be deleted"
        );
    }

    private static string Cookie(string peer, string cookie, bool thenDisconnect = false) =>
        $"erlang:set_cookie('{peer}', {cookie})" + (thenDisconnect ? $", erlang:disconnect_node('{peer}')" : "");

    private Task<string> EvaluateAsync(int node, Func<string, string> ofPeer) =>
        CtlAsync(
            node,
            "eval",
            string.Join(", ", _ports.Where(port => port != _ports[node]).Select(port => ofPeer(NameOf(port)))) + "."
        );

    private static string NameOf(int port) => $"mail-{port}@localhost";

    private string Of(int node) => Path.Combine(_folder, $"{node + 1}");

    private void Launch(int node) =>
        _processes[node] = ChildProcess.Start(
            Dev,
            ["broker", "--dir", _folder, "--cluster", string.Join(',', _ports), "--node", $"{node + 1}"]
        );

    private async Task IsInAsync(int node, CancellationToken cancellationToken)
    {
        await Eventually.TrueAsync(
            async () =>
                Running(node) is not null
                && File.Exists(Path.Combine(Of(node), "joined"))
                && await AnswersAsync(node, cancellationToken),
            $"node {node} of the cluster in {_folder} is up",
            LongestStart,
            cancellationToken
        );
    }

    private async Task<bool> AnswersAsync(int node, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await new ConnectionFactory
            {
                Uri = Uris[node],
                AutomaticRecoveryEnabled = false,
            }.CreateConnectionAsync(cancellationToken);
            return true;
        }
        catch (BrokerUnreachableException)
        {
            return false;
        }
    }

    private ChildProcess Running(int node) =>
        _processes[node] is { HasExited: false } process
            ? process
            : throw new InvalidOperationException($"Node {node} does not run: {_processes[node]?.Output}");

    private async Task EndAsync(int node, Signal signal)
    {
        Running(node).Send(signal);
        await _processes[node]!.WaitForExitAsync(TimeSpan.FromMinutes(2));
    }
}
