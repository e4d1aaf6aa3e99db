using System.Net;
using MailDispatcher.Client;
using MailDispatcher.Client.Outbox;
using MailDispatcher.Consumer.Ops;
using MailDispatcher.Consumer.Settings;

namespace MailDispatcher.Consumer.Relay;

/// <summary>The relay put together: log, publisher, metrics, and what it answers on its port.</summary>
internal static class RelayHost
{
    public static WebApplication Build(DaemonSettings settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.AddHostParts(settings.Log, settings.Ops.Listen, settings.Relay.Port);
        builder
            .Services.AddSingleton(settings.Relay)
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IMailPublisher>(_ => new MailPublisher(
                new MailPublisherOptions
                {
                    Broker = settings.Broker.Nodes[0],
                    FailOver = [.. settings.Broker.Nodes.Skip(1)],
                    Certificate = settings.Broker.Certificate,
                    App = settings.Relay.App,
                    Queue = settings.Topology.Pending,
                    Zone = settings.Dispatch.Zone,
                    Patience = OutboxTable.Patience,
                    AllowPastDeadlines = true,
                    ConnectionName = "mail outbox relay",
                }
            ))
            .AddSingleton(services => new OutboxPublishing(
                services.GetRequiredService<IMailPublisher>(),
                services.GetRequiredService<TimeProvider>(),
                settings.Dispatch.Wire,
                onExpired: null
            ))
            .AddMetricsRegistry()
            .AddSingleton<RelayMetrics>()
            .AddSingleton<OutboxRelay>()
            .AddHostedService(services => services.GetRequiredService<OutboxRelay>());
        var app = builder.Build();
        var relay = app.Services.GetRequiredService<OutboxRelay>();
        app.MapMetricsPage();
        app.MapGet("/health/live", () => Results.Text("live\n"));
        app.MapGet(
            "/health/ready",
            () =>
                relay.Problem is { } problem
                    ? Results.Text($"{problem}\n", statusCode: (int)HttpStatusCode.ServiceUnavailable)
                    : Results.Text("ready\n")
        );
        return app;
    }
}
