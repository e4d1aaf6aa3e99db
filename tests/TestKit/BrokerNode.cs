using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using MailDispatcher.TestKit.Processes;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace MailDispatcher.TestKit;

/// <summary>
/// A real RabbitMQ of the tests' own (<c>./dev broker</c>): on free ports of 127.0.0.1, with its data in a new folder
/// that goes with it. It can be killed and started again on the same port with the same data.
/// </summary>
public sealed class BrokerNode : IAsyncDisposable
{
    /// <summary>A node is up in about 8 s on two idle cores; beside other tests it takes longer.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(180);

    private static readonly string Dev = Path.Combine(RepositoryRoot.Path, "dev");

    private readonly string _folder = Directory.CreateTempSubdirectory("mail-broker-").FullName;
    private readonly HttpClient _management;
    private readonly int _managementPort = FreePort.Next();
    private ChildProcess? _process;

    private BrokerNode()
    {
        _management = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_managementPort}/api/") };
        _management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes("guest:guest"))
        );
    }

    public int Port { get; } = FreePort.Next();

    /// <summary>Where it tells Prometheus about itself; null when it was not asked to.</summary>
    public int? MetricsPort { get; private init; }

    /// <summary>Where it keeps its data.</summary>
    public string Data => Path.Combine(_folder, "data");

    /// <summary>The default virtual host, as guest.</summary>
    public Uri Uri => new($"amqp://guest:guest@127.0.0.1:{Port}/");

    public static Task<BrokerNode> StartAsync(CancellationToken cancellationToken = default) =>
        StartAsync(new BrokerNode(), cancellationToken);

    /// <summary>With its plugin for Prometheus, on <see cref="MetricsPort"/>.</summary>
    public static Task<BrokerNode> StartWithMetricsAsync(CancellationToken cancellationToken = default) =>
        StartAsync(new BrokerNode { MetricsPort = FreePort.Next() }, cancellationToken);

    private static async Task<BrokerNode> StartAsync(BrokerNode node, CancellationToken cancellationToken)
    {
        try
        {
            await node.StartAgainAsync(cancellationToken);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL of the broker itself: nothing is flushed, nobody is told.</summary>
    public Task KillAsync() => EndAsync(Signal.Kill);

    /// <summary>SIGTERM: the broker closes its connections, stores everything and ends.</summary>
    public Task StopAsync() => EndAsync(Signal.Terminate);

    /// <summary>SIGSTOP: the connections stay open and nothing answers any more.</summary>
    public void Freeze() => Running.Send(Signal.Stop);

    /// <summary>SIGCONT.</summary>
    public void Thaw() => Running.Send(Signal.Continue);

    /// <summary>Starts it on the same ports with the same data, and waits until it takes connections.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken = default)
    {
        if (_process is { HasExited: false })
            throw new InvalidOperationException("The broker runs.");
        if (_process is not null)
            await _process.DisposeAsync();
        var process = _process = ChildProcess.Start(
            Dev,
            [
                "broker",
                "--dir",
                _folder,
                "--port",
                $"{Port}",
                "--management",
                $"{_managementPort}",
                .. MetricsPort is { } metrics ? ["--metrics", $"{metrics}"] : Array.Empty<string>(),
            ]
        );
        await Eventually.TrueAsync(
            async () => process.HasExited || await IsUpAsync(cancellationToken),
            $"the broker in {_folder} is up",
            LongestStart,
            cancellationToken
        );
        if (process.HasExited)
            throw new InvalidOperationException($"The broker did not start: {process.Output}\n{Console()}");
    }

    /// <summary>
    /// <c>rabbitmqctl</c> against this node, say <c>CtlAsync("set_vm_memory_high_watermark", "0")</c>.
    /// </summary>
    /// <returns>What it wrote to its standard output.</returns>
    public async Task<string> CtlAsync(params string[] arguments)
    {
        await using var ctl = ChildProcess.Start(Dev, ["ctl", "--dir", _folder, .. arguments]);
        var code = await ctl.WaitForExitAsync();
        return code == 0
            ? string.Join('\n', ctl.Lines.Where(line => !line.IsError).Select(line => line.Text))
            : throw new InvalidOperationException(
                $"rabbitmqctl {string.Join(' ', arguments)} ended with {code}:\n{ctl.Output}"
            );
    }

    /// <summary>
    /// The virtual host's open channels hang for good, while their connections live and new channels are served.
    /// </summary>
    /// <param name="consuming">Those alone that have a consumer.</param>
    /// <returns>How many.</returns>
    public async Task<int> HangChannelsAsync(Uri vhost, bool consuming = false)
    {
        ArgumentNullException.ThrowIfNull(vhost);
        // Only channels of this virtual host are asked: one that hangs already would not answer.
        var hung = await CtlAsync(
            "eval",
            "[sys:suspend(P) || {P, I} <- ets:tab2list(channel_created), "
                + $"proplists:get_value(vhost, I) =:= <<\"{vhost.AbsolutePath[1..]}\">>"
                + (consuming ? ", rabbit_channel:info(P, [consumer_count]) =:= [{consumer_count, 1}]" : "")
                + "]."
        );
        return hung.Split("ok").Length - 1;
    }

    /// <summary>A new virtual host, empty and seen by nobody else, for one test.</summary>
    public async Task<Uri> CreateVhostAsync()
    {
        var name = $"test-{Guid.NewGuid():N}";
        await PutAsync($"vhosts/{name}", new { });
        return new Uri(Uri, name);
    }

    /// <summary>
    /// An account with the given rights (regular expressions over names of queues and exchanges) in a virtual host.
    /// </summary>
    /// <returns>The virtual host's address with that account in it.</returns>
    public async Task<Uri> CreateAccountAsync(Uri vhost, string configure, string write, string read)
    {
        ArgumentNullException.ThrowIfNull(vhost);
        var name = $"account-{Guid.NewGuid():N}";
        await PutAsync($"users/{name}", new { password = "secret", tags = "" });
        await PutAsync(
            $"permissions{vhost.AbsolutePath}/{name}",
            new
            {
                configure,
                write,
                read,
            }
        );
        return new UriBuilder(vhost) { UserName = name, Password = "secret" }.Uri;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _management.Dispose();
        // Erlang's helpers end a moment after the node and may still write.
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

    private ChildProcess Running =>
        _process is { HasExited: false } process
            ? process
            : throw new InvalidOperationException("The broker does not run.");

    private async Task EndAsync(Signal signal)
    {
        Running.Send(signal);
        await Running.WaitForExitAsync();
    }

    private async Task<bool> IsUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await new ConnectionFactory
            {
                Uri = Uri,
                AutomaticRecoveryEnabled = false,
            }.CreateConnectionAsync(cancellationToken);
            using var answer = await _management.GetAsync(new Uri("vhosts", UriKind.Relative), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is BrokerUnreachableException or HttpRequestException)
        {
            return false;
        }
    }

    private async Task PutAsync(string path, object body)
    {
        using var answer = await _management.PutAsJsonAsync(path, body);
        answer.EnsureSuccessStatusCode();
    }

    private string Console()
    {
        var log = Path.Combine(_folder, "log", "console.log");
        return File.Exists(log) ? File.ReadAllText(log) : "";
    }
}
