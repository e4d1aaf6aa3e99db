using System.Threading.Channels;
using MailDispatcher.Broker.Connecting;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Ports;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace MailDispatcher.Broker.Journal;

/// <summary>
/// Reads the stream from its first event and goes on with each new one, in order. Decoding is most of the work of a
/// long journal: it is done ahead, on as many processors as there are, while what came before is told.
/// </summary>
public sealed class JournalFollower : IAsyncDisposable
{
    private const ushort Prefetch = 1000;

    /// <summary>
    /// A broker ends a channel that leaves a message unacknowledged for its consumer_timeout, 30 minutes by default.
    /// </summary>
    private static readonly TimeSpan AckAtLeastEvery = TimeSpan.FromSeconds(2);

    private readonly BrokerConnection _broker;
    private readonly IChannel _channel;
    private readonly string _stream;
    private readonly Func<JournalRecord, bool> _decodes;
    private readonly Func<JournalRecord, int> _onRecord;
    private readonly Channel<Delivered> _delivered = Channel.CreateBounded<Delivered>(
        new BoundedChannelOptions(2 * Environment.ProcessorCount) { SingleReader = true, SingleWriter = true }
    );
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationToken _ended;
    private readonly SemaphoreSlim _acking = new(1, 1);
    private readonly Timer _timer;
    private readonly Task _telling;
    private ulong _last;
    private ulong _acknowledged;

    private JournalFollower(
        BrokerConnection broker,
        IChannel channel,
        string stream,
        Func<JournalRecord, bool> decodes,
        Func<JournalRecord, int> onRecord
    )
    {
        (_broker, _channel, _stream, _decodes, _onRecord) = (broker, channel, stream, decodes, onRecord);
        _ended = _ending.Token;
        _telling = TellAsync();
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
            record => skip is null || record.Writer != skip,
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

    /// <param name="decodes">Which records are decoded ahead.</param>
    /// <param name="onRecord">Called for each record, one at a time; tells how many events it held.</param>
    /// <exception cref="SessionLostException">The broker is gone, or refuses.</exception>
    internal static Task<JournalFollower> OpenAsync(
        BrokerConnection broker,
        string stream,
        Func<JournalRecord, bool> decodes,
        Func<JournalRecord, int> onRecord,
        CancellationToken cancellationToken
    ) =>
        BrokerConnection.GuardAsync(
            async () =>
            {
                ArgumentNullException.ThrowIfNull(broker);
                var channel = await broker.OpenChannelAsync($"journal {stream}", cancellationToken);
                await channel.BasicQosAsync(0, Prefetch, global: false, cancellationToken);
                var follower = new JournalFollower(broker, channel, stream, decodes, onRecord);
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
        // The client takes its buffer back when this returns.
        var record = new JournalRecord(delivered.Body.ToArray(), properties.ContentEncoding, properties.AppId);
        var decoded = _decodes(record) ? Task.Run(() => record.Events) : Task.CompletedTask;
        await _delivered
            .Writer.WriteAsync(new Delivered(delivered.DeliveryTag, record, decoded), _ended)
            .AsTask()
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task TellAsync()
    {
        try
        {
            await foreach (var (tag, record, decoded) in _delivered.Reader.ReadAllAsync(_ended))
            {
                await decoded;
                Read += _onRecord(record);
                Volatile.Write(ref _last, tag);
                // A stream's ack only asks for more.
                if (tag - _acknowledged >= Prefetch / 2)
                    await AckAsync();
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
        catch (Exception e)
        {
            _broker.Fail($"journal {_stream}: {e.Message}");
        }
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
            await _channel.BasicAckAsync(last, multiple: true, _ended);
        }
        catch (Exception e)
            when (e
                    is RabbitMQ.Client.Exceptions.AlreadyClosedException
                        or ObjectDisposedException
                        or OperationCanceledException
            )
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
        await _ending.CancelAsync();
        await _channel.DisposeAsync();
        await _telling;
        _ending.Dispose();
    }

    private readonly record struct Delivered(ulong Tag, JournalRecord Record, Task Decoded);
}
