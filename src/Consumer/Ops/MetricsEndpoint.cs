using Prometheus;

namespace MailDispatcher.Consumer.Ops;

/// <summary><c>/metrics</c> for Prometheus: the dispatcher's own, and those of the process and its runtime.</summary>
internal static class MetricsEndpoint
{
    /// <summary>A registry of this daemon's own: two daemons in one process do not count into each other.</summary>
    public static IServiceCollection AddMetricsRegistry(this IServiceCollection services)
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        DotNetStats.Register(registry);
        return services.AddSingleton(registry);
    }

    public static void MapMetricsPage(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapMetrics("/metrics", app.Services.GetRequiredService<CollectorRegistry>()).AllowAnonymous();
    }
}
