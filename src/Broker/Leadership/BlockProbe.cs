using MailDispatcher.Broker.Connecting;
using MailDispatcher.Core.Ports;
using RabbitMQ.Client;

namespace MailDispatcher.Broker.Leadership;

/// <summary>
/// The broker tells only a connection that publishes that it is short of memory or disk, and a leader with nothing to
/// do publishes nothing: it would call a broker fine that takes no host app's mail. So it sends itself an empty message
/// from time to time, by the journal's exchange to the queue of its lease, where it is thrown away.
/// </summary>
/// <param name="lease">The queue of the lease.</param>
/// <param name="exchange">A direct exchange that the leader may publish to, the journal's say.</param>
public sealed class BlockProbe(BrokerConnection broker, string lease, string exchange)
{
    /// <summary>An alert waits a minute; the probe is to be heard well before.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Returns when cancelled, or when the broker refuses: an account made before the lease's queue was among what it
    /// may write goes without.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await BrokerConnection.GuardAsync(() => ProbeAsync(cancellationToken), cancellationToken);
        }
        catch (Exception e) when (e is SessionLostException or OperationCanceledException)
        {
            // Refused, or the session has ended and says why itself.
        }
    }

    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        // A channel of its own, which a refusal closes. It ends with the connection: a blocked one answers no farewell.
        var channel = await broker.Connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await channel.QueueBindAsync(lease, exchange, lease, cancellationToken: cancellationToken);
        using var timer = new PeriodicTimer(Interval);
        do
        {
            if (broker.BlockedReason is null)
                await channel.BasicPublishAsync(exchange, lease, ReadOnlyMemory<byte>.Empty, cancellationToken);
        } while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
