using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MailDispatcher.Client.Registration;

/// <summary>Healthy while the publisher has, or can get within five seconds, its way to the pending queue.</summary>
internal sealed class MailPublisherHealthCheck(MailPublisher publisher) : IHealthCheck
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            await publisher.ConnectAsync(cancellationToken).WaitAsync(Longest, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is BrokerUnavailableException or QueueUnusableException or TimeoutException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, e.Message);
        }
    }
}
