using System.Text.Json;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.Sandbox;
using MailDispatcher.TestKit;
using RabbitMQ.Client;

namespace MailDispatcher.Consumer.Tests;

/// <summary>One trace from the producer through the queue and the decision to the provider's call.</summary>
public sealed class TracingTests(SharedBroker broker)
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Publisher = "00f067aa0ba902b7";

    [Fact]
    public async Task Mail_WithATraceparent_IsTracedToTheProvidersCall()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var vhost = await broker.CreateVhostAsync();
        await using var sandbox = await SandboxServer.StartAsync(cancellationToken: cancellation);
        await using var collector = await TraceCollector.StartAsync(cancellation);
        await using var daemon = await StartAsync(vhost, sandbox, collector, runs: "* * * * * ?");
        var mail = Mails.Cancellation(TimeProvider.System.GetUtcNow().AddDays(2));
        await PublishAsync(vhost, mail, cancellation);
        await Eventually.TrueAsync(
            () => Of("send mail").Count == 1 && Of("wait").Count == 1 && Of("POST").Count == 1,
            "the spans are collected",
            cancellationToken: cancellation
        );

        var send = Of("send mail").Single();
        Assert.Equal(Publisher, send.Parent);
        Assert.Equal(Publisher, Of("wait").Single().Parent);
        Assert.Equal(send.Id, Of("POST").Single().Parent);
        Assert.Contains(mail.Id!.Value.ToString(), send.Attributes, StringComparison.Ordinal);
        Assert.Contains("accepted", send.Attributes, StringComparison.Ordinal);
        Assert.All(
            collector.Spans,
            span => Assert.DoesNotContain(mail.Recipient.Email, span.Attributes, StringComparison.OrdinalIgnoreCase)
        );
        var line = await daemon.Program.WaitForLineAsync(
            line => line.Contains("sent: template", StringComparison.Ordinal),
            cancellationToken: cancellation
        );
        using var logged = JsonDocument.Parse(line);
        Assert.Equal(Trace, logged.RootElement.GetProperty("TraceId").GetString());
        Assert.Equal(
            sandbox.Sandbox.Mails.Snapshot().Single().MessageId,
            logged.RootElement.GetProperty("Properties").GetProperty("MessageId").GetString()
        );

        List<CollectedSpan> Of(string name) =>
            [.. collector.Spans.Where(span => span.Name == name && span.Trace == Trace)];
    }

    [Fact]
    public async Task Mail_ThatEndsUnsent_IsTracedToItsEnd()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var vhost = await broker.CreateVhostAsync();
        await using var sandbox = await SandboxServer.StartAsync(cancellationToken: cancellation);
        await using var collector = await TraceCollector.StartAsync(cancellation);
        await using var daemon = await StartAsync(vhost, sandbox, collector, runs: "0 0 0 1 1 ?");
        // Long enough to be in hand before it ends, also on a machine that is busy.
        await PublishAsync(vhost, Mails.Cancellation(TimeProvider.System.GetUtcNow().AddSeconds(20)), cancellation);
        await Eventually.TrueAsync(
            () => collector.Spans.Any(span => span.Name == "wait" && span.Trace == Trace),
            "the span is collected",
            cancellationToken: cancellation
        );
        var wait = collector.Spans.Single(span => span.Name == "wait" && span.Trace == Trace);
        Assert.Equal(Publisher, wait.Parent);
        Assert.Contains("expired", wait.Attributes, StringComparison.Ordinal);
        Assert.DoesNotContain(collector.Spans, span => span.Name == "send mail");
    }

    private static async Task<DaemonUnderTest> StartAsync(
        Uri vhost,
        SandboxServer sandbox,
        TraceCollector collector,
        string runs
    )
    {
        var daemon = DaemonUnderTest.Start(
            vhost,
            sandbox.Url,
            new Dictionary<string, string?>
            {
                ["Schedule__Hourly"] = runs,
                ["Schedule__EndOfDay"] = "0 0 0 1 1 ?",
                ["Log__Format"] = "json",
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url.AbsoluteUri,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            }
        );
        await daemon.LeadsAsync(cancellationToken: TestContext.Current.CancellationToken);
        return daemon;
    }

    private static async Task PublishAsync(Uri vhost, MailRequest mail, CancellationToken cancellation)
    {
        await using var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync(cancellation);
        await using var channel = await ConfirmedChannel.OpenAsync(connection, TimeSpan.FromSeconds(10), cancellation);
        await channel.PublishAsync(
            "mail-requests",
            "mail-requests",
            new BasicProperties
            {
                DeliveryMode = DeliveryModes.Persistent,
                Headers = new Dictionary<string, object?> { ["traceparent"] = $"00-{Trace}-{Publisher}-01" },
            },
            MailRequestCodec.Encode(mail),
            cancellationToken: cancellation
        );
    }
}
