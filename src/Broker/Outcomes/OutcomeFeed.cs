using System.Threading.Channels;
using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Definitions;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Outcomes;
using MailDispatcher.Core.Ports;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace MailDispatcher.Broker.Outcomes;

/// <summary>
/// Tells apps what became of their mails: reads the journal from its first record, so as to know what each request said
/// about itself, and publishes the outcomes of all records beyond the position, in order. It lives on a connection of
/// its own: whatever is slow or refused here, no mail waits for it. If it dies midway, the next one goes on at the
/// position; some outcomes are then told again under the same ids, and none is left out. It tells nobody anything
/// before each app's webhook has its queue: what is published before a queue is bound never comes into it.
/// </summary>
/// <param name="webhookApps">The apps that are told by webhook.</param>
/// <param name="onTold">Called for each outcome that the broker has stored for somebody.</param>
/// <param name="onReturned">Called for each that the broker gave back, because nobody listens.</param>
public sealed class OutcomeFeed(
    BrokerConnection broker,
    BrokerTopology topology,
    OutcomeCursor cursor,
    IReadOnlyList<string> webhookApps,
    Action<MailOutcome> onTold,
    Action onReturned
)
{
    private const ushort Ahead = 500;
    private const int MostRecordsABatch = 200;

    /// <summary>Records without an outcome are read again after a restart, this many at most.</summary>
    private const int StoreEvery = 5000;

    private readonly OutcomePosition _position = new(broker, topology.OutcomePosition);
    private OutcomeFold _fold = new();
    private long _stored;

    /// <summary>Works until it is told to stop, or something fails.</summary>
    /// <exception cref="SessionLostException">The broker is gone, or refuses.</exception>
    /// <exception cref="QueueUnusableException">A queue is missing and may not be created.</exception>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, broker.Lost);
        try
        {
            await OutcomeExchange.EnsureAsync(broker, ending.Token);
            foreach (var app in webhookApps)
                await WebhookQueue.EnsureAsync(broker, topology, app, ending.Token);
            await _position.EnsureAsync(topology.OutcomePositionArguments(), ending.Token);
            if (!cursor.IsKnown)
                cursor.Start(await _position.ReadAsync(ending.Token));
            _stored = cursor.Position;
            while (!await TellAsync(ending.Token))
                _fold = new OutcomeFold();
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SessionLostException(broker.LostReason ?? "the connection ended", e);
        }
    }

    /// <returns>False when the journal must be told anew from its first record.</returns>
    private Task<bool> TellAsync(CancellationToken ending) =>
        BrokerConnection.GuardAsync(
            async () =>
            {
                await using var publishing = await ConfirmedChannel.OpenAsync(
                    broker.Connection,
                    BrokerConnection.Patience,
                    ending
                );
                await using var reading = await broker.OpenChannelAsync("outcomes", ending);
                var records = await ConsumeAsync(reading, ending);
                var batch = new List<Record>(MostRecordsABatch);
                while (await records.WaitToReadAsync(ending))
                {
                    while (batch.Count < MostRecordsABatch && records.TryRead(out var record))
                        batch.Add(record);
                    if (!batch.TrueForAll(record => cursor.Meets(record.Writer, record.Offset)))
                        return false;
                    await TellAsync(publishing, batch, ending);
                    // A stream's ack only asks for more.
                    await reading.BasicAckAsync(batch[^1].Tag, multiple: true, ending);
                    batch.Clear();
                }

                return true;
            },
            ending
        );

    private async Task TellAsync(ConfirmedChannel publishing, List<Record> batch, CancellationToken ending)
    {
        var receipts = new List<OutcomeReceipt>();
        foreach (var record in batch)
        {
            var events = EventCodec.Decode(record.Body, record.Encoding);
            for (var index = 0; index < events.Count; index++)
            {
                if (
                    events[index] is { } happened
                    && _fold.Apply(happened, record.Offset, index) is { } receipt
                    && record.Offset > cursor.Position
                )
                    receipts.Add(receipt);
            }
        }

        await new OutcomeBatch(publishing, onTold, onReturned).PublishAsync(receipts, ending);
        var last = batch[^1].Offset;
        if (last <= cursor.Position)
            return;
        cursor.Advance(last);
        if (receipts.Count == 0 && last - _stored < StoreEvery)
            return;
        await _position.StoreAsync(publishing, last, ending);
        _stored = last;
    }

    private async Task<ChannelReader<Record>> ConsumeAsync(IChannel reading, CancellationToken ending)
    {
        // The prefetch bounds it.
        var records = Channel.CreateUnbounded<Record>(new UnboundedChannelOptions { SingleReader = true });
        await reading.BasicQosAsync(0, Ahead, global: false, ending);
        var consumer = new AsyncEventingBasicConsumer(reading);
        consumer.ReceivedAsync += (_, delivered) =>
        {
            records.Writer.TryWrite(Record.Of(delivered));
            return Task.CompletedTask;
        };
        consumer.UnregisteredAsync += (_, _) =>
        {
            if (reading.IsOpen)
                broker.Fail($"journal '{topology.Journal.Name}' was deleted, or its node is gone");
            return Task.CompletedTask;
        };
        await reading.BasicConsumeAsync(
            topology.Journal.Name,
            autoAck: false,
            consumerTag: "",
            noLocal: false,
            exclusive: false,
            new Dictionary<string, object?> { ["x-stream-offset"] = "first" },
            consumer,
            ending
        );
        return records.Reader;
    }

    private sealed record Record(ulong Tag, long Offset, string? Writer, string? Encoding, ReadOnlyMemory<byte> Body)
    {
        public static Record Of(BasicDeliverEventArgs delivered)
        {
            var properties = delivered.BasicProperties;
            return new Record(
                delivered.DeliveryTag,
                properties.Headers?.TryGetValue("x-stream-offset", out var offset) == true && offset is long number
                    ? number
                    : throw new InvalidOperationException("A stream's record without its offset."),
                properties.AppId,
                properties.ContentEncoding,
                // The client takes its buffer back when the handler returns.
                delivered.Body.ToArray()
            );
        }
    }
}
