using System.Text.RegularExpressions;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.Ops.Tests.Live;

/// <summary>
/// A real Alertmanager with the repository's own configuration, its webhooks turned to the test's and its waits cut to
/// a second. Mail has nowhere to go: nobody listens where the relay is said to be.
/// </summary>
internal sealed partial class AlertmanagerServer : IAsyncDisposable
{
    public const string Token = "token-of-the-test";

    private readonly ChildProcess _process;

    private AlertmanagerServer(ChildProcess process) => _process = process;

    public int Port { get; private init; }

    public static async Task<AlertmanagerServer> StartAsync(string folder, Uri webhook)
    {
        var port = FreePort.Next();
        var configuration = File.ReadAllText(Tool.InRepository("ops", "alertmanager", "alertmanager.yml"))
            .Replace("https://pager.example.net/hooks/mail-dispatcher", $"{webhook}page", StringComparison.Ordinal)
            .Replace("https://heartbeat.example.net/mail-dispatcher", $"{webhook}heartbeat", StringComparison.Ordinal)
            .Replace("relay.example.net:587", $"127.0.0.1:{FreePort.Next()}", StringComparison.Ordinal)
            .Replace("/etc/alertmanager/secrets", folder, StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "alertmanager.yml"),
            Waits().Replace(configuration, "$1: 1s")
        );
        await File.WriteAllTextAsync(Path.Combine(folder, "webhook-token"), Token);
        await File.WriteAllTextAsync(Path.Combine(folder, "smtp-password"), "unused");
        var server = new AlertmanagerServer(
            ChildProcess.Start(
                Tool.Find("prometheus-alertmanager", "alertmanager"),
                [
                    $"--config.file={folder}/alertmanager.yml",
                    $"--storage.path={folder}/alerts",
                    $"--web.listen-address=127.0.0.1:{port}",
                    "--cluster.listen-address=",
                    "--log.level=warn",
                ]
            )
        )
        {
            Port = port,
        };
        using var http = new HttpClient();
        await Eventually.TrueAsync(
            async () =>
                server._process.HasExited
                || (await http.GetAsync(new Uri($"http://127.0.0.1:{port}/-/ready"))).IsSuccessStatusCode,
            "Alertmanager is ready"
        );
        return server._process.HasExited
            ? throw new InvalidOperationException($"Alertmanager ended: {server._process.Output}")
            : server;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    [GeneratedRegex(@"\b(group_wait|group_interval): \w+")]
    private static partial Regex Waits();
}
