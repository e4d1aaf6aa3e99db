using MailDispatcher.Broker.Connecting;
using MailDispatcher.Client;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Ports;
using RabbitMQ.Client;

namespace MailDispatcher.Broker.Journal;

/// <summary>
/// Stores events in the stream. Each appender signs with an id of its own, so that a reader knows its own events.
/// </summary>
public sealed class JournalAppender : IJournal, IAsyncDisposable
{
    private readonly string _stream;
    private readonly ConfirmedChannel _channel;

    private JournalAppender(string stream, ConfirmedChannel channel) => (_stream, _channel) = (stream, channel);

    public string Writer { get; } = Guid.NewGuid().ToString("N");

    /// <exception cref="SessionLostException">The broker is gone, or refuses.</exception>
    /// <exception cref="QueueUnusableException">The stream is missing and may not be created, or was declared
    /// otherwise.</exception>
    public static Task<JournalAppender> OpenAsync(
        BrokerConnection broker,
        JournalQueue queue,
        CancellationToken cancellationToken
    ) =>
        BrokerConnection.GuardAsync(
            async () =>
            {
                ArgumentNullException.ThrowIfNull(broker);
                ArgumentNullException.ThrowIfNull(queue);
                await QueueDeclaration.EnsureAsync(
                    broker.Connection,
                    queue.Name,
                    durable: true,
                    queue.Arguments(),
                    cancellationToken
                );
                return new JournalAppender(
                    queue.Name,
                    await ConfirmedChannel.OpenAsync(broker.Connection, BrokerConnection.Patience, cancellationToken)
                );
            },
            cancellationToken
        );

    /// <inheritdoc/>
    public Task AppendAsync(IReadOnlyList<JournalEvent> events) =>
        BrokerConnection.GuardAsync(() =>
        {
            var (record, encoding) = EventCodec.Encode(events);
            return StoreAsync(record, encoding);
        });

    /// <summary>Stores events that are JSON already, one a line.</summary>
    /// <exception cref="SessionLostException">They are not known to be stored.</exception>
    internal Task AppendLinesAsync(ReadOnlyMemory<byte> lines) =>
        BrokerConnection.GuardAsync(() =>
        {
            var (record, encoding) = EventCodec.Pack(lines);
            return StoreAsync(record, encoding);
        });

    /// <inheritdoc cref="AppendAsync(IReadOnlyList{JournalEvent})"/>
    public Task AppendAsync(JournalEvent entry) => AppendAsync([entry]);

    private Task StoreAsync(ReadOnlyMemory<byte> record, string? encoding)
    {
        var properties = new BasicProperties { AppId = Writer, ContentType = "application/json" };
        if (encoding is not null)
            properties.ContentEncoding = encoding;
        return _channel.PublishAsync(_stream, _stream, properties, record);
    }

    /// <summary>Tries whether events could be appended; appends none.</summary>
    /// <exception cref="SessionLostException">They could not.</exception>
    public Task ProbeAsync() => BrokerConnection.GuardAsync(() => _channel.ProbeAsync(_stream));

    public ValueTask DisposeAsync() => _channel.DisposeAsync();
}
