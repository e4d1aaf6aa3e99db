using System.Globalization;
using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Pending;
using MailDispatcher.Client;
using RabbitMQ.Client;

namespace MailDispatcher.Broker.Parking;

/// <summary>
/// The durable queue of what a person must look at, each message with its original bytes and properties and the reason.
/// Parking stores the copy first; the caller journals and acknowledges after. If anything dies in between, the mail is
/// parked again with the same number, and the desk shows the two copies as one.
/// </summary>
public sealed class ParkedQueue : IAsyncDisposable
{
    public const string MailHeader = "x-mail-id";
    public const string CauseHeader = "x-parked-cause";
    public const string ReasonHeader = "x-parked-reason";
    public const string NumberHeader = "x-parked-number";
    public const string AtHeader = "x-parked-at";

    private const int LongestReason = 500;

    /// <summary>A frame holds 128 KiB; beyond this the publisher's headers are left behind.</summary>
    private const int MostHeaderBytes = 100_000;

    private readonly string _name;
    private readonly ConfirmedChannel _channel;
    private readonly IChannel _counting;

    private ParkedQueue(string name, ConfirmedChannel channel, IChannel counting) =>
        (_name, _channel, _counting) = (name, channel, counting);

    /// <exception cref="BrokerLostException">The broker is gone.</exception>
    /// <exception cref="QueueUnusableException">The queue is missing and may not be created, or was declared otherwise.</exception>
    public static Task<ParkedQueue> OpenAsync(BrokerConnection broker, string name, CancellationToken cancellationToken) =>
        BrokerConnection.GuardAsync(async () =>
        {
            await QueueDeclaration.EnsureAsync(broker.Connection, name, durable: true, new Dictionary<string, object?>(), cancellationToken);
            return new ParkedQueue(
                name,
                await ConfirmedChannel.OpenAsync(broker.Connection, BrokerConnection.Patience, cancellationToken),
                await broker.Connection.CreateChannelAsync(cancellationToken: cancellationToken));
        });

    /// <summary>Stores the message; returns once the broker has confirmed.</summary>
    /// <exception cref="BrokerLostException">It is not known to be stored.</exception>
    public Task ParkAsync(Delivery delivery, ParkingNote note)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(note);
        var properties = new BasicProperties(delivery.Properties);
        properties.ClearExpiration();
        // The broker takes a user id only from that user, and headers only when they fit into one frame with ours.
        properties.ClearUserId();
        var headers = HeadersSize(delivery.Properties) <= MostHeaderBytes ? delivery.Properties.Headers : null;
        properties.Headers = new Dictionary<string, object?>(headers ?? new Dictionary<string, object?>())
        {
            [MailHeader] = note.Mail.ToString(),
            [CauseHeader] = note.Cause,
            [ReasonHeader] = note.Reason.Length > LongestReason ? note.Reason[..LongestReason] : note.Reason,
            [NumberHeader] = note.Number.ToString(CultureInfo.InvariantCulture),
            [AtHeader] = note.At.ToString("O", CultureInfo.InvariantCulture),
        };
        return BrokerConnection.GuardAsync(() => _channel.PublishAsync(_name, _name, properties, delivery.Body));
    }

    /// <summary>Tries whether mail could be parked; parks nothing.</summary>
    /// <exception cref="BrokerLostException">It could not.</exception>
    public Task ProbeAsync() => BrokerConnection.GuardAsync(() => _channel.ProbeAsync(_name));

    /// <summary>How many messages are parked. Not for concurrent use.</summary>
    public Task<int> CountAsync(CancellationToken cancellationToken) => BrokerConnection.GuardAsync(
        async () => (int)(await _counting.QueueDeclarePassiveAsync(_name, cancellationToken)).MessageCount);

    private static int HeadersSize(IReadOnlyBasicProperties properties) =>
        properties.Headers is { } headers ? ((IAmqpWriteable)new BasicProperties { Headers = headers }).GetRequiredBufferSize() : 0;

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _counting.DisposeAsync();
    }
}
