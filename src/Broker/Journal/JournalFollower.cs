using MailDispatcher.Broker.Connecting;
using MailDispatcher.Core.Journal;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace MailDispatcher.Broker.Journal;

/// <summary>Reads the stream from its first event and goes on with each new one, in order.</summary>
public sealed class JournalFollower : IAsyncDisposable
{
    private const ushort Prefetch = 1000;

    private readonly IChannel _channel;
    private readonly Action<JournalEvent?, string?> _onFact;
    private ushort _unacknowledged;

    private JournalFollower(IChannel channel, Action<JournalEvent?, string?> onEvent) => (_channel, _onFact) = (channel, onEvent);

    /// <summary>Events read so far.</summary>
    public long Read { get; private set; }

    /// <param name="onEvent">
    /// Called for each record with the event (null for a kind that this version does not know) and its writer.
    /// </param>
    /// <exception cref="BrokerLostException">The broker is gone, or refuses.</exception>
    public static Task<JournalFollower> OpenAsync(
        BrokerConnection broker, string stream, Action<JournalEvent?, string?> onEvent, CancellationToken cancellationToken) =>
        BrokerConnection.GuardAsync(async () =>
        {
            ArgumentNullException.ThrowIfNull(broker);
            var channel = await broker.Connection.CreateChannelAsync(cancellationToken: cancellationToken);
            await channel.BasicQosAsync(0, Prefetch, global: false, cancellationToken);
            var follower = new JournalFollower(channel, onEvent);
            var consumer = new AsyncEventingBasicConsumer(channel);
            consumer.ReceivedAsync += follower.OnRecordAsync;
            await channel.BasicConsumeAsync(
                stream, autoAck: false, consumerTag: "", noLocal: false, exclusive: false,
                new Dictionary<string, object?> { ["x-stream-offset"] = "first" }, consumer, cancellationToken);
            return follower;
        });

    private async Task OnRecordAsync(object sender, BasicDeliverEventArgs delivered)
    {
        Read++;
        _onFact(EventCodec.Decode(delivered.Body.Span), delivered.BasicProperties.AppId);

        // A stream's ack only asks for more.
        if (++_unacknowledged < Prefetch / 2) return;
        _unacknowledged = 0;
        await _channel.BasicAckAsync(delivered.DeliveryTag, multiple: true);
    }

    public ValueTask DisposeAsync() => _channel.DisposeAsync();
}
