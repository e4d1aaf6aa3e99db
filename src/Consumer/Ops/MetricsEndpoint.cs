using Prometheus;

namespace MailDispatcher.Consumer.Ops;

/// <summary><c>/metrics</c> for Prometheus: the dispatcher's own, and those of the process and its runtime.</summary>
internal static class MetricsEndpoint
{
    /// <summary>A registry of this daemon's own: two daemons in one process do not count into each other.</summary>
    /// <param name="account">The label of every series; empty for none.</param>
    public static IServiceCollection AddMetricsRegistry(this IServiceCollection services, string account = "")
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        if (account.Length > 0)
            registry.SetStaticLabels(new Dictionary<string, string> { ["account"] = account });
        DotNetStats.Register(registry);
        return services.AddSingleton(registry);
    }

    public static void MapMetricsPage(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapMetrics("/metrics", app.Services.GetRequiredService<CollectorRegistry>()).AllowAnonymous();
    }
}
