using MailDispatcher.Client;
using MailDispatcher.Engine;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MailDispatcher.Consumer.Ops.Tracing;

/// <summary>
/// Traces over OTLP, set up by OpenTelemetry's own variables and by nothing else; without an endpoint there are none.
/// </summary>
internal static class TracingRegistration
{
    private const string ServiceName = "mail-dispatcher";

    // https://opentelemetry.io/docs/specs/otel/protocol/exporter/
    private static readonly string[] Endpoints = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];

    public static IServiceCollection AddTracing(this IServiceCollection services, IConfiguration configuration)
    {
        if (!Endpoints.Any(name => configuration[name] is { Length: > 0 }))
            return services;
        services
            .AddOpenTelemetry()
            .WithTracing(traces =>
                traces
                    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES are read after it, and win.
                    .ConfigureResource(resource => resource.AddService(ServiceName).AddEnvironmentVariableDetector())
                    .AddSource(MailSpan.Source, ClientTelemetry.Name)
                    // The provider's calls; .NET leaves what stands behind the question mark out of an address.
                    .AddSource("System.Net.Http")
                    // A host app that asks over HTTP.
                    .AddSource("Microsoft.AspNetCore")
                    .AddOtlpExporter()
            );
        return services;
    }
}
