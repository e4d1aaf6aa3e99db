using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailDispatcher.Aspire.Hosting.Tests;

/// <summary>What an app host would give each of its resources.</summary>
internal static class AppModel
{
    public static IDistributedApplicationBuilder Builder() =>
        DistributedApplication.CreateBuilder(
            new DistributedApplicationOptions { DisableDashboard = true, AllowUnsecuredTransport = true }
        );

    /// <summary>Where a resource's endpoint is, as the app host's own orchestrator would have found.</summary>
    public static void Allocate(this IResource resource, string endpoint, Uri address)
    {
        var annotation = resource.Annotations.OfType<EndpointAnnotation>().Single(e => e.Name == endpoint);
        // A container sees others under another address than this machine does; here all are on this machine.
        foreach (
            var network in new[]
            {
                KnownNetworkIdentifiers.LocalhostNetwork,
                KnownNetworkIdentifiers.DefaultAspireContainerNetwork,
            }
        )
        {
            annotation.AllAllocatedEndpoints.AddOrUpdateAllocatedEndpoint(
                network,
                new AllocatedEndpoint(
                    annotation,
                    address.Host,
                    address.Port,
                    EndpointBindingMode.SingleAddress,
                    targetPortExpression: null,
                    network
                )
            );
        }
    }

    public static async Task<Dictionary<string, string?>> EnvironmentAsync(
        this IDistributedApplicationBuilder builder,
        IResource resource,
        CancellationToken cancellationToken
    )
    {
        var configuration = await ExecutionConfigurationBuilder
            .Create(resource)
            .WithEnvironmentVariablesConfig()
            .BuildAsync(builder.ExecutionContext, NullLogger.Instance, cancellationToken);
        Assert.Null(configuration.Exception);
        return configuration.EnvironmentVariables.ToDictionary(v => v.Key, v => (string?)v.Value);
    }
}
