using System.Globalization;
using System.Text;
using System.Text.Json;
using MailDispatcher.Client;
using MailDispatcher.Clock;
using MailDispatcher.Contracts;
using MailDispatcher.Ops.Tests.Live;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.Faults;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Proxy;
using RabbitMQ.Client;

[assembly: AssemblyFixture(typeof(MonitoredDispatcher))]

namespace MailDispatcher.Ops.Tests.Live;

/// <summary>
/// The whole of it for all live tests: broker, provider behind a network that can be cut, dispatcher, Prometheus,
/// Alertmanager and the webhook of a person. The dispatcher's day passes in 24 minutes and its hourly run happens every
/// five of its minutes. Mails of every fate have gone through it before the first test begins.
/// </summary>
public sealed class MonitoredDispatcher : IAsyncLifetime
{
    private const double Speed = 60;
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 13, 0, 30, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("mail-monitoring-").FullName;
    private readonly Stack<IAsyncDisposable> _parts = new();

    internal SandboxServer Provider { get; private set; } = null!;

    /// <summary>Between dispatcher and provider.</summary>
    internal TcpProxy Network { get; private set; } = null!;

    internal DaemonUnderTest Daemon { get; private set; } = null!;

    internal PrometheusServer Prometheus { get; private set; } = null!;

    internal Webhook Webhook { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var clock = DaemonUnderTest.Clock(Start, Speed);
        var time = new FastClock(
            DateTimeOffset.Parse(clock["Clock__Origin"]!, CultureInfo.InvariantCulture),
            Start,
            Speed
        );
        var broker = Keep(await BrokerNode.StartWithMetricsAsync());
        Provider = Keep(await SandboxServer.StartAsync(new SandboxOptions(), time));
        Network = Keep(TcpProxy.Start(Provider.Url.Port));
        Webhook = Keep(await Webhook.StartAsync());
        // Until the monitoring has seen an uncertain mail, no send is answered.
        Provider.Sandbox.Faults.Set(
            new FaultRule
            {
                Method = "POST",
                Path = "/v3/smtp/email",
                Reset = ResetMoment.After,
            }
        );
        await PublishAsync(broker.Uri, time.GetUtcNow());
        Daemon = Keep(
            DaemonUnderTest.Start(
                broker.Uri,
                Network.Through(Provider.Url),
                clock.Concat(
                    new Dictionary<string, string?>
                    {
                        ["Schedule__Hourly"] = "0 0/5 * * * ?",
                        ["SENDINBLUE_MAILS_PER_HOUR"] = "2",
                        ["Outcomes__Webhooks__shop"] = Webhook.Url.AbsoluteUri,
                        ["Outcomes__WebhookSecrets__shop"] = "whsec_" + Convert.ToBase64String(new byte[24]),
                    }
                )
            )
        );
        var alertmanager = Keep(await AlertmanagerServer.StartAsync(_folder, Webhook.Url));
        Prometheus = Keep(
            await PrometheusServer.StartAsync(_folder, Daemon.Page, broker.MetricsPort!.Value, alertmanager.Port)
        );
        await SeesAsync("maildispatcher_oldest_uncertain_timestamp_seconds");
        Provider.Sandbox.Faults.Clear();
        await SeesAsync("""maildispatcher_time_in_queue_seconds_count{class="urgent"}""");
        await Eventually.TrueAsync(
            async () => await Daemon.MetricAsync("maildispatcher_parked_mails") == 2,
            "the unreadable messages are parked",
            TimeSpan.FromMinutes(2)
        );
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in _parts)
            await part.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }

    private Task SeesAsync(string selector) =>
        Eventually.TrueAsync(
            () => Prometheus.KnowsAsync(selector, CancellationToken.None),
            () => $"Prometheus knows {selector}; the dispatcher wrote:\n{Daemon.Program.Output}",
            TimeSpan.FromMinutes(3)
        );

    private static async Task PublishAsync(Uri broker, DateTimeOffset now)
    {
        await using var publisher = new MailPublisher(
            new MailPublisherOptions
            {
                CreateQueues = true,
                Broker = broker,
                AllowPastDeadlines = true,
            }
        );
        await publisher.PublishAsync(Mail(now.AddHours(12)));
        await publisher.PublishAsync(
            Mail(now.AddHours(14)) with
            {
                Template = 999,
                Params = JsonDocument.Parse("{}").RootElement,
            }
        );
        await publisher.PublishAsync(Mail(now.AddHours(-1)));
        await publisher.PublishAsync(Mail(now.AddHours(50)));
        for (var i = 0; i < 200; i++)
            await publisher.PublishAsync(Mail(now.AddDays(9)));

        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        foreach (var text in (string[])["not a mail request", "nor is this"])
            await channel.BasicPublishAsync(
                "",
                PendingQueueOptions.DefaultName,
                mandatory: true,
                Encoding.UTF8.GetBytes(text)
            );
    }

    private static MailRequest Mail(DateTimeOffset start) =>
        new()
        {
            Template = MailTemplate.MentoringCancelled,
            Recipient = new Recipient("Ana Júlia Martins", "ana@example.com"),
            Mentoring = new MentoringParams
            {
                MentorName = "Cauã Moreira",
                MentoredName = "Ana Júlia Martins",
                MentoringStart = start,
            },
        };
}
