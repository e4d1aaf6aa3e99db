using System.Globalization;
using System.Text.Json;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.Deploy.Tests.Compose;

/// <summary>
/// The compose file's services without Docker: the programs of Debian and ours, in the file's order, with its commands,
/// environments, secrets and configuration files. Grafana, Loki and Alloy are no packages of Debian and stay out.
/// </summary>
public sealed class ComposeServicesTests : IAsyncDisposable
{
    private static readonly Yaml Compose = Yaml.ReadAll("docker-compose.yml").Single();
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("mail-compose-").FullName;
    private readonly Stack<ChildProcess> _running = new();
    private readonly Dictionary<string, int> _ports = new()
    {
        ["rabbitmq:5672"] = FreePort.Next(),
        ["rabbitmq:15672"] = FreePort.Next(),
        ["rabbitmq:15692"] = FreePort.Next(),
        ["sandbox:8025"] = FreePort.Next(),
        ["consumer:5000"] = FreePort.Next(),
        ["localhost:9090"] = FreePort.Next(),
        ["alertmanager:9093"] = FreePort.Next(),
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stack_StartedByHand_BringsMailToTheProviderAndIsWatched()
    {
        await RunAsync("bash", [await ScriptAsync()]);
        var made = Of("definitions");
        await using (var definitions = await ProgramUnderTest.RunAsync("consumer", made.Command))
            Assert.Equal(0, await definitions.WaitForExitAsync(cancellationToken: Cancel));
        await StartBrokerAsync();
        await using var sandbox = ProgramUnderTest.Start(
            "sandbox",
            [],
            new Dictionary<string, string?> { ["Sandbox__Port"] = Port("sandbox:8025") }
        );
        await AnswersAsync("sandbox:8025", "health");
        await using var consumer = ProgramUnderTest.Start(
            "consumer",
            ["run"],
            new Dictionary<string, string?>(Of("consumer").Environment) { ["Ops__Port"] = Port("consumer:5000") }
        );
        await consumer.WaitForLineAsync(line => line.Contains("Active: ", StringComparison.Ordinal), Patience, Cancel);
        Start("alertmanager", "prometheus-alertmanager", "alertmanager:9093");
        Start("prometheus", "prometheus", "localhost:9090");

        var publisher = Of("publisher");
        await using (
            var published = await ProgramUnderTest.RunAsync("publisher", publisher.Command, publisher.Environment)
        )
            Assert.True(await published.WaitForExitAsync(cancellationToken: Cancel) == 0, published.Output);

        await ShowsAsync(
            """sum(mails_sent_total) + sum(maildispatcher_waiting_mails) + (sum(maildispatcher_settled_total{outcome="expired"}) or vector(0))""",
            50
        );
        await ShowsAsync("""mails_sent_total > bool 0""", 1);
        await ShowsAsync("count(up == 1)", 4);
        await ShowsAsync("""count(rabbitmq_detailed_queue_messages{queue=~"mail-(requests|parked|journal)"})""", 3);
        await Eventually.TrueAsync(
            async () =>
                (await GetAsync("alertmanager:9093", "api/v2/alerts")).Contains("Watchdog", StringComparison.Ordinal),
            "Alertmanager has the heartbeat",
            Patience,
            Cancel
        );
        Assert.Equal(0, await consumer.TerminateAsync());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _running)
        {
            process.Send(Signal.Terminate);
            await process.WaitForExitAsync();
            await process.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private Container Of(string service) =>
        Container.Of(
            Compose,
            service,
            _folder,
            new Dictionary<string, string>(_ports.Select(p => KeyValuePair.Create(p.Key, $"127.0.0.1:{p.Value}")))
            {
                // Decides all the time, not at the full hour alone; set in .env.
                ["DISPATCH_POLICY"] = "deadline",
                // This machine's loopback, and its disk, which may be nearly full.
                ["0.0.0.0"] = "127.0.0.1",
                ["disk_free_limit.absolute = 1GB"] = "disk_free_limit.absolute = 10MB",
            }
        );

    private string Port(string place) => _ports[place].ToString(CultureInfo.InvariantCulture);

    // The script makes the secrets beside itself.
    private async Task<string> ScriptAsync()
    {
        var script = Path.Combine(
            Directory.CreateDirectory(Path.Combine(_folder, "ops", "compose")).FullName,
            "secrets.sh"
        );
        await File.WriteAllTextAsync(script, Repository.Read("ops/compose/secrets.sh"), Cancel);
        return script;
    }

    private async Task StartBrokerAsync()
    {
        _running.Push(
            ChildProcess.Start(
                Repository.At("dev"),
                [
                    "broker",
                    "--dir",
                    Path.Combine(_folder, "node"),
                    "--port",
                    Port("rabbitmq:5672"),
                    "--management",
                    Port("rabbitmq:15672"),
                    "--metrics",
                    Port("rabbitmq:15692"),
                ],
                new Dictionary<string, string?>
                {
                    ["RABBITMQ_CONFIG_FILES"] = Path.Combine(Of("rabbitmq").Root, "etc/rabbitmq/conf.d/*.conf"),
                }
            )
        );
        await AnswersAsync("rabbitmq:15692", "metrics");
    }

    private void Start(string service, string program, string place)
    {
        var container = Of(service);
        _running.Push(
            ChildProcess.Start(program, [.. container.Command, $"--web.listen-address=127.0.0.1:{Port(place)}"])
        );
    }

    private static async Task RunAsync(string program, string[] arguments)
    {
        await using var process = ChildProcess.Start(program, arguments);
        Assert.True(await process.WaitForExitAsync(cancellationToken: Cancel) == 0, process.Output);
    }

    private Task ShowsAsync(string query, double value) =>
        Eventually.TrueAsync(
            async () =>
            {
                var answer = JsonDocument
                    .Parse(await GetAsync("localhost:9090", $"api/v1/query?query={Uri.EscapeDataString(query)}"))
                    .RootElement;
                var found = answer
                    .GetProperty("data")
                    .GetProperty("result")
                    .EnumerateArray()
                    .Select(r => r.GetProperty("value")[1].GetString())
                    .ToList();
                var wanted = value.ToString(CultureInfo.InvariantCulture);
                return found.SequenceEqual([wanted])
                    ? true
                    : throw new InvalidOperationException($"{query} is {string.Join(", ", found)}, not {wanted}");
            },
            $"Prometheus shows {query}",
            Patience,
            Cancel
        );

    private Task AnswersAsync(string place, string path) =>
        Eventually.TrueAsync(
            async () => (await GetAsync(place, path)).Length > 0,
            $"{place}/{path} answers",
            Patience,
            Cancel
        );

    private async Task<string> GetAsync(string place, string path)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri($"http://127.0.0.1:{Port(place)}/{path}"), Cancel);
    }
}
