using MailDispatcher.Broker.Connecting;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
using RabbitMQ.Client;

namespace MailDispatcher.Broker.Pending;

/// <summary>The durable priority queue in which mail requests wait until they are settled.</summary>
public sealed class PendingQueue(BrokerConnection broker, PendingQueueOptions queue)
{
    private IChannel? _counting;

    /// <exception cref="QueueUnusableException">It is missing and may not be created, or was declared otherwise.</exception>
    /// <exception cref="BrokerLostException">The broker is gone.</exception>
    public Task EnsureAsync(CancellationToken cancellationToken) =>
        BrokerConnection.GuardAsync(() => QueueDeclaration.EnsurePendingQueueAsync(broker.Connection, queue, cancellationToken));

    /// <summary>Opens a window on a channel of its own; what it takes is held unacknowledged until settled or returned.</summary>
    /// <exception cref="BrokerLostException">The broker is gone.</exception>
    public async Task<Window> OpenAsync(CancellationToken cancellationToken) => new(
        await BrokerConnection.GuardAsync(() => broker.Connection.CreateChannelAsync(cancellationToken: cancellationToken)),
        queue.Name);

    /// <summary>How many messages are ready. Not for concurrent use.</summary>
    /// <exception cref="BrokerLostException">The broker is gone.</exception>
    public Task<int> CountAsync(CancellationToken cancellationToken) => BrokerConnection.GuardAsync(async () =>
    {
        _counting ??= await broker.Connection.CreateChannelAsync(cancellationToken: cancellationToken);
        return (int)(await _counting.QueueDeclarePassiveAsync(queue.Name, cancellationToken)).MessageCount;
    });
}
