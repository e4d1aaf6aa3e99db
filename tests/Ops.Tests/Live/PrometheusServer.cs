using System.Text.Json;
using System.Text.RegularExpressions;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.Ops.Tests.Live;

/// <summary>
/// A real Prometheus with the repository's own configuration and rules. Scaled for the test: it scrapes and evaluates
/// every two seconds, and every <c>for</c> is two seconds; expressions and their windows are as they stand.
/// </summary>
internal sealed partial class PrometheusServer : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly HttpClient _http;

    private PrometheusServer(ChildProcess process, int port) =>
        (_process, _http) = (process, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") });

    public static async Task<PrometheusServer> StartAsync(
        string folder,
        Uri dispatcher,
        int brokerMetricsPort,
        int alertmanagerPort
    )
    {
        var port = FreePort.Next();
        var configuration = File.ReadAllText(Tool.InRepository("prometheus.yml"))
            .Replace("consumer:5000", dispatcher.Authority, StringComparison.Ordinal)
            .Replace("rabbitmq:15692", $"127.0.0.1:{brokerMetricsPort}", StringComparison.Ordinal)
            .Replace("alertmanager:9093", $"127.0.0.1:{alertmanagerPort}", StringComparison.Ordinal)
            .Replace("localhost:9090", $"127.0.0.1:{port}", StringComparison.Ordinal)
            .Replace("15s", "2s", StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(folder, "ops"));
        await File.WriteAllTextAsync(Path.Combine(folder, "prometheus.yml"), configuration);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "ops", "alerts.yml"),
            For().Replace(File.ReadAllText(Tool.InRepository("ops", "alerts.yml")), "for: 2s")
        );
        var server = new PrometheusServer(
            ChildProcess.Start(
                Tool.Find("prometheus"),
                [
                    $"--config.file={folder}/prometheus.yml",
                    $"--storage.tsdb.path={folder}/data",
                    $"--web.listen-address=127.0.0.1:{port}",
                    "--log.level=warn",
                ]
            ),
            port
        );
        await Eventually.TrueAsync(
            async () => server._process.HasExited || await server.IsReadyAsync(),
            "Prometheus is ready"
        );
        return server._process.HasExited
            ? throw new InvalidOperationException($"Prometheus ended: {server._process.Output}")
            : server;
    }

    /// <summary>Whether it has scraped or recorded any series that the selector fits.</summary>
    public async Task<bool> KnowsAsync(string selector, CancellationToken cancellationToken)
    {
        var answer = await _http.GetStringAsync(
            new Uri($"api/v1/series?match[]={Uri.EscapeDataString(selector)}", UriKind.Relative),
            cancellationToken
        );
        return JsonDocument.Parse(answer).RootElement.GetProperty("data").GetArrayLength() > 0;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }

    private async Task<bool> IsReadyAsync()
    {
        using var answer = await _http.GetAsync(new Uri("-/ready", UriKind.Relative));
        return answer.IsSuccessStatusCode;
    }

    [GeneratedRegex(@"\bfor: \w+")]
    private static partial Regex For();
}
