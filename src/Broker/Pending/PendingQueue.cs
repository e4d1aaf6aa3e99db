using System.Globalization;
using System.Text;
using MailDispatcher.Broker.Connecting;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Ports;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace MailDispatcher.Broker.Pending;

/// <summary>
/// The durable priority queue in which mail requests wait until they are settled. Consumes it on a channel whose end is
/// the session's: nothing leaves the queue but by an ack, and whatever dies, the rest is back in its place.
/// </summary>
public sealed class PendingQueue(BrokerConnection broker, PendingQueueOptions queue) : IPendingQueue
{
    /// <summary>Says which parking a person released the mail from (a number, as text).</summary>
    public const string ReleasedHeader = "x-released-parking";

    /// <summary>https://www.w3.org/TR/trace-context/</summary>
    private const string TraceParentHeader = "traceparent";

    private readonly Lock _gate = new();
    private readonly SettledTags _tags = new();
    private readonly LaterQueues _later = new(broker, queue);
    private IChannel? _channel;
    private IChannel? _counting;
    private string? _consumer;

    /// <exception cref="QueueUnusableException">It is missing and may not be created, or was declared
    /// otherwise.</exception>
    /// <exception cref="SessionLostException">The broker is gone.</exception>
    public Task EnsureAsync(CancellationToken cancellationToken) =>
        BrokerConnection.GuardAsync(
            () => QueueDeclaration.EnsurePendingQueueAsync(broker.Connection, queue, cancellationToken),
            cancellationToken
        );

    /// <inheritdoc/>
    public Task ConsumeAsync(int prefetch, Action<Delivery> onDelivery, CancellationToken cancellationToken) =>
        BrokerConnection.GuardAsync(
            async () =>
            {
                _channel ??= await broker.OpenChannelAsync($"queue {queue.Name}", cancellationToken);
                var former = _consumer;
                _consumer = null;
                if (former is not null)
                    await _channel.BasicCancelAsync(former, noWait: false, cancellationToken);
                await _channel.BasicQosAsync(0, (ushort)prefetch, global: false, cancellationToken);
                var consumer = new AsyncEventingBasicConsumer(_channel);
                consumer.ReceivedAsync += (_, delivered) => OnDeliveredAsync(delivered, onDelivery);
                consumer.UnregisteredAsync += (_, cancelled) => OnCancelledAsync(cancelled);
                _consumer = $"mail-dispatcher-{Guid.NewGuid():N}";
                await _channel.BasicConsumeAsync(
                    queue.Name,
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

    /// <inheritdoc/>
    public ILaterQueues Later => _later;

    /// <inheritdoc/>
    public Task AckAsync(IReadOnlyList<Delivery> deliveries) =>
        BrokerConnection.GuardAsync(async () =>
        {
            ArgumentNullException.ThrowIfNull(deliveries);
            foreach (var delivery in deliveries)
                if (delivery.IsLater)
                    await _later.AckAsync(delivery.Tag);
            (ulong? UpTo, IReadOnlyList<ulong> Single) settled;
            lock (_gate)
                settled = _tags.Settle([.. deliveries.Where(d => !d.IsLater).Select(d => d.Tag)]);
            // Those one by one first: an ack for many would take in what lies below it.
            foreach (var tag in settled.Single)
                await Channel.BasicAckAsync(tag, multiple: false);
            if (settled.UpTo is { } upTo)
                await Channel.BasicAckAsync(upTo, multiple: true);
        });

    /// <inheritdoc/>
    public Task ReturnAsync(IReadOnlyList<Delivery> deliveries) =>
        BrokerConnection.GuardAsync(async () =>
        {
            ArgumentNullException.ThrowIfNull(deliveries);
            foreach (var delivery in deliveries)
            {
                if (delivery.IsLater)
                    await _later.ReturnAsync(delivery.Tag);
                else
                    await Channel.BasicNackAsync(delivery.Tag, multiple: false, requeue: true);
            }

            lock (_gate)
                _tags.Settle([.. deliveries.Where(d => !d.IsLater).Select(d => d.Tag)]);
        });

    /// <inheritdoc/>
    public Task<int> CountReadyAsync(CancellationToken cancellationToken) =>
        BrokerConnection.GuardAsync(
            async () =>
            {
                _counting ??= await broker.OpenChannelAsync($"queue {queue.Name}", cancellationToken);
                return (int)(await _counting.QueueDeclarePassiveAsync(queue.Name, cancellationToken)).MessageCount;
            },
            cancellationToken
        );

    private IChannel Channel => _channel ?? throw new InvalidOperationException("Nothing was consumed yet.");

    private Task OnDeliveredAsync(BasicDeliverEventArgs delivered, Action<Delivery> onDelivery)
    {
        lock (_gate)
            _tags.Delivered(delivered.DeliveryTag);
        onDelivery(DeliveryOf(delivered));
        return Task.CompletedTask;
    }

    internal static Delivery DeliveryOf(BasicDeliverEventArgs delivered) =>
        // The client takes its buffer back when the handler returns.
        DeliveryOf(delivered.DeliveryTag, delivered.BasicProperties, delivered.Body.ToArray());

    internal static Delivery DeliveryOf(ulong tag, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body) =>
        new()
        {
            Tag = tag,
            Body = body,
            MessageId = properties.MessageId,
            Published = PublishedOf(properties),
            IsTransient = !properties.Persistent,
            Level = properties.IsPriorityPresent() ? properties.Priority : null,
            ReleasedNumber = Number(properties.Headers, ReleasedHeader),
            ReplyTo = properties.ReplyTo,
            CorrelationId = properties.CorrelationId,
            TraceParent = Text(properties.Headers, TraceParentHeader),
            Properties = properties,
        };

    private Task OnCancelledAsync(ConsumerEventArgs cancelled)
    {
        // One that was replaced says so too.
        if (_consumer is not null && cancelled.ConsumerTags.Contains(_consumer))
            broker.Fail($"queue '{queue.Name}' was deleted, or its node is gone");
        return Task.CompletedTask;
    }

    internal static DateTimeOffset? PublishedOf(IReadOnlyBasicProperties properties)
    {
        if (
            DateTimeOffset.TryParseExact(
                Text(properties.Headers, MailPublisher.PublishedAtHeader),
                "O",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var exact
            )
        )
        {
            return exact;
        }

        // Some publishers write milliseconds, which would overflow the calendar.
        return properties.IsTimestampPresent() && properties.Timestamp.UnixTime is >= 0 and < 7_258_118_400
            ? DateTimeOffset.FromUnixTimeSeconds(properties.Timestamp.UnixTime)
            : null;
    }

    private static int? Number(IDictionary<string, object?>? headers, string name) =>
        int.TryParse(Text(headers, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static string? Text(IDictionary<string, object?>? headers, string name) =>
        headers?.TryGetValue(name, out var value) == true && value is byte[] text
            ? Encoding.ASCII.GetString(text)
            : null;
}
