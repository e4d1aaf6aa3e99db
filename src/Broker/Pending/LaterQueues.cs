using System.Globalization;
using MailDispatcher.Broker.Connecting;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Ports;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace MailDispatcher.Broker.Pending;

/// <summary>
/// The ring of queues for later days, <c>NAME.later.0</c> and on; each is declared when it is first needed.
/// </summary>
internal sealed class LaterQueues(BrokerConnection broker, PendingQueueOptions pending) : ILaterQueues
{
    /// <summary>Two days of one slot are this many days apart.</summary>
    public const int Ring = 8;

    private const int NotFound = 404;

    private readonly HashSet<int> _declared = [];
    private ConfirmedChannel? _moving;
    private IChannel? _channel;
    private string? _consumer;

    /// <inheritdoc/>
    public int Slots => Ring;

    /// <summary>The name of a slot's queue.</summary>
    public static string NameOf(string pending, int slot) =>
        $"{pending}.later.{slot.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>What they are declared with: of the pending queue's kind, without levels.</summary>
    public static IDictionary<string, object?> Arguments(PendingQueueOptions pending)
    {
        ArgumentNullException.ThrowIfNull(pending);
        return (pending with { MaxPriority = 0 }).Arguments();
    }

    /// <inheritdoc/>
    public Task MoveAsync(IReadOnlyList<(Delivery Delivery, int Slot)> messages) =>
        BrokerConnection.GuardAsync(async () =>
        {
            _moving ??= await ConfirmedChannel.OpenAsync(broker.Connection, BrokerConnection.Patience);
            foreach (var slot in messages.Select(m => m.Slot).Distinct())
                await DeclareAsync(slot);
            await Task.WhenAll(
                messages.Select(m =>
                    _moving.PublishAsync(
                        NameOf(pending.Name, m.Slot),
                        NameOf(pending.Name, m.Slot),
                        PropertiesOf(m.Delivery),
                        m.Delivery.Body
                    )
                )
            );
        });

    /// <inheritdoc/>
    public Task ConsumeAsync(
        int? slot,
        int prefetch,
        Action<Delivery> onDelivery,
        CancellationToken cancellationToken
    ) =>
        BrokerConnection.GuardAsync(
            async () =>
            {
                _channel ??= await broker.OpenChannelAsync("queues for later days", cancellationToken);
                var former = _consumer;
                _consumer = null;
                if (former is not null)
                    await _channel.BasicCancelAsync(former, noWait: false, cancellationToken);
                if (slot is not { } wanted)
                    return;
                await DeclareAsync(wanted);
                await _channel.BasicQosAsync(0, (ushort)prefetch, global: false, cancellationToken);
                var consumer = new AsyncEventingBasicConsumer(_channel);
                consumer.ReceivedAsync += (_, delivered) =>
                {
                    onDelivery(PendingQueue.DeliveryOf(delivered) with { Tag = delivered.DeliveryTag, IsLater = true });
                    return Task.CompletedTask;
                };
                _consumer = $"mail-dispatcher-later-{Guid.NewGuid():N}";
                await _channel.BasicConsumeAsync(
                    NameOf(pending.Name, wanted),
                    autoAck: false,
                    _consumer,
                    noLocal: false,
                    exclusive: false,
                    arguments: null,
                    consumer,
                    cancellationToken
                );
            },
            cancellationToken
        );

    internal async Task AckAsync(ulong tag)
    {
        if (_channel is not null)
            await _channel.BasicAckAsync(tag, multiple: false);
    }

    internal async Task ReturnAsync(ulong tag)
    {
        if (_channel is not null)
            await _channel.BasicNackAsync(tag, multiple: false, requeue: true);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<int>> CountAsync(CancellationToken cancellationToken) =>
        BrokerConnection.GuardAsync<IReadOnlyList<int>>(
            async () =>
            {
                var counts = new int[Ring];
                for (var slot = 0; slot < Ring; slot++)
                {
                    // A queue that is not there closes the channel that asks for it.
                    await using var channel = await broker.Connection.CreateChannelAsync(
                        cancellationToken: cancellationToken
                    );
                    try
                    {
                        counts[slot] = (int)
                            (
                                await channel.QueueDeclarePassiveAsync(NameOf(pending.Name, slot), cancellationToken)
                            ).MessageCount;
                        _declared.Add(slot);
                    }
                    catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == NotFound)
                    {
                        // Slots are declared in order of need; the first that is missing does not tell of the others.
                    }
                }

                return counts;
            },
            cancellationToken
        );

    private async Task DeclareAsync(int slot)
    {
        if (!_declared.Add(slot))
            return;
        await QueueDeclaration.EnsureAsync(
            broker.Connection,
            NameOf(pending.Name, slot),
            pending.Durable,
            Arguments(pending),
            CancellationToken.None
        );
    }

    private static BasicProperties PropertiesOf(Delivery delivery)
    {
        var properties = new BasicProperties((IReadOnlyBasicProperties?)delivery.Properties ?? new BasicProperties());
        properties.ClearExpiration();
        // The broker takes a user id only from that user.
        properties.ClearUserId();
        return properties;
    }
}
