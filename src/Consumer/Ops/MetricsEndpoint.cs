using MailDispatcher.Consumer.Metrics;
using OpenTelemetry.Metrics;

namespace MailDispatcher.Consumer.Ops;

/// <summary><c>/metrics</c> for Prometheus.</summary>
public static class MetricsEndpoint
{
    public static void MapMetrics(this WebApplication app)
    {
        // The SDK listens from now on; a meter made earlier would count into nothing.
        app.Services.GetRequiredService<MeterProvider>();
        var exporter = app.Services.GetRequiredService<PrometheusExporter>();
        app.MapGet("/metrics", () => Results.Text(exporter.Scrape(), PrometheusExporter.ContentType));
    }
}
