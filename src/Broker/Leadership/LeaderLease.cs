using MailDispatcher.Broker.Connecting;
using RabbitMQ.Client.Exceptions;

namespace MailDispatcher.Broker.Leadership;

/// <summary>
/// One active dispatcher: whoever holds the exclusive queue. The broker drops it with the connection, at once when the
/// process dies and after about twenty seconds when it stalls; nothing has to be cleaned up.
/// </summary>
public sealed class LeaderLease(BrokerConnection broker, string name)
{
    private const int ResourceLocked = 405;

    /// <summary>False when another dispatcher holds it; true until the connection ends once it is ours.</summary>
    /// <exception cref="BrokerLostException">The broker could not be asked.</exception>
    public async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        // A refused declaration closes its channel, so each try has one of its own. The queue belongs to the connection.
        await using var channel = await BrokerConnection.GuardAsync(
            () => broker.Connection.CreateChannelAsync(cancellationToken: cancellationToken));
        try
        {
            await BrokerConnection.GuardAsync(() => channel.QueueDeclareAsync(
                name, durable: false, exclusive: true, autoDelete: false, cancellationToken: cancellationToken));
            return true;
        }
        catch (BrokerLostException e) when (e.InnerException is OperationInterruptedException { ShutdownReason.ReplyCode: ResourceLocked })
        {
            return false;
        }
    }
}
