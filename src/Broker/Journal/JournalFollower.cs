using MailDispatcher.Broker.Connecting;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Ports;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace MailDispatcher.Broker.Journal;

/// <summary>Reads the stream from its first event and goes on with each new one, in order.</summary>
public sealed class JournalFollower : IAsyncDisposable
{
    private const ushort Prefetch = 1000;

    /// <summary>
    /// A broker ends a channel that leaves a message unacknowledged for its consumer_timeout, 30 minutes by default.
    /// </summary>
    private static readonly TimeSpan AckAtLeastEvery = TimeSpan.FromSeconds(2);

    private readonly IChannel _channel;
    private readonly string _stream;
    private readonly Func<JournalRecord, int> _onRecord;
    private readonly SemaphoreSlim _acking = new(1, 1);
    private readonly Timer _timer;
    private ulong _last;
    private ulong _acknowledged;

    private JournalFollower(IChannel channel, string stream, Func<JournalRecord, int> onRecord)
    {
        (_channel, _stream, _onRecord) = (channel, stream, onRecord);
        _timer = new Timer(
            static follower => _ = ((JournalFollower)follower!).AckAsync(),
            this,
            AckAtLeastEvery,
            AckAtLeastEvery
        );
    }

    /// <summary>Events read so far.</summary>
    public long Read { get; private set; }

    /// <param name="onEvent">
    /// Called for each event (null for a kind that this version does not know) and its writer, one at a time; for a
    /// record of the writer that is skipped once, with null.
    /// </param>
    /// <param name="skip">A writer whose records are not decoded: one's own.</param>
    /// <exception cref="SessionLostException">The broker is gone, or refuses.</exception>
    public static Task<JournalFollower> OpenAsync(
        BrokerConnection broker,
        string stream,
        Action<JournalEvent?, string?> onEvent,
        CancellationToken cancellationToken,
        string? skip = null
    ) =>
        OpenAsync(
            broker,
            stream,
            record =>
            {
                IReadOnlyList<JournalEvent?> events =
                    skip is not null && record.Writer == skip ? [null] : record.Events;
                foreach (var entry in events)
                    onEvent(entry, record.Writer);
                return events.Count;
            },
            cancellationToken
        );

    /// <param name="onRecord">Called for each record, one at a time; tells how many events it held.</param>
    /// <exception cref="SessionLostException">The broker is gone, or refuses.</exception>
    internal static Task<JournalFollower> OpenAsync(
        BrokerConnection broker,
        string stream,
        Func<JournalRecord, int> onRecord,
        CancellationToken cancellationToken
    ) =>
        BrokerConnection.GuardAsync(
            async () =>
            {
                ArgumentNullException.ThrowIfNull(broker);
                var channel = await broker.OpenChannelAsync($"journal {stream}", cancellationToken);
                await channel.BasicQosAsync(0, Prefetch, global: false, cancellationToken);
                var follower = new JournalFollower(channel, stream, onRecord);
                var consumer = new AsyncEventingBasicConsumer(channel);
                consumer.ReceivedAsync += follower.OnRecordAsync;
                consumer.UnregisteredAsync += (_, _) =>
                {
                    if (channel.IsOpen)
                        broker.Fail($"journal '{stream}' was deleted, or its node is gone");
                    return Task.CompletedTask;
                };
                await channel.BasicConsumeAsync(
                    stream,
                    autoAck: false,
                    consumerTag: "",
                    noLocal: false,
                    exclusive: false,
                    new Dictionary<string, object?> { ["x-stream-offset"] = "first" },
                    consumer,
                    cancellationToken
                );
                return follower;
            },
            cancellationToken
        );

    /// <summary>
    /// Returns when the task has ended, which a record to come will end. A node may take consumers of a stream and tell
    /// them nothing, where its copy of the stream does not run yet: then another node is to be asked.
    /// </summary>
    /// <exception cref="SessionLostException">No record came for <see cref="BrokerConnection.Patience"/>.</exception>
    public async Task ReadUntilAsync(Task end, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(end);
        while (true)
        {
            var last = Volatile.Read(ref _last);
            try
            {
                await end.WaitAsync(BrokerConnection.Patience, cancellationToken);
                return;
            }
            catch (TimeoutException) when (Volatile.Read(ref _last) != last)
            {
                // There is much to read.
            }
            catch (TimeoutException e)
            {
                throw new SessionLostException(
                    $"journal '{_stream}' told nothing for {BrokerConnection.Patience.TotalSeconds:0} s",
                    e
                );
            }
        }
    }

    private async Task OnRecordAsync(object sender, BasicDeliverEventArgs delivered)
    {
        var properties = delivered.BasicProperties;
        Read += _onRecord(new JournalRecord(delivered.Body, properties.ContentEncoding, properties.AppId));
        Volatile.Write(ref _last, delivered.DeliveryTag);
        // A stream's ack only asks for more.
        if (delivered.DeliveryTag - _acknowledged >= Prefetch / 2)
            await AckAsync();
    }

    private async Task AckAsync()
    {
        await _acking.WaitAsync();
        try
        {
            var last = Volatile.Read(ref _last);
            if (last == _acknowledged || !_channel.IsOpen)
                return;
            _acknowledged = last;
            await _channel.BasicAckAsync(last, multiple: true);
        }
        catch (Exception e) when (e is RabbitMQ.Client.Exceptions.AlreadyClosedException or ObjectDisposedException)
        {
            // The channel's end is reported by the connection.
        }
        finally
        {
            _acking.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await _channel.DisposeAsync();
    }
}
