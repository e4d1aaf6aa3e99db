using System.Globalization;
using System.Text;
using MailDispatcher.Broker.Connecting;
using MailDispatcher.Client;
using RabbitMQ.Client;

namespace MailDispatcher.Broker.Pending;

/// <summary>
/// Messages taken from the pending queue with basic.get and held unacknowledged. Nothing leaves the queue but by
/// <see cref="AckAsync"/>; whatever dies, the rest is back in its place. After a fault the window is worthless and is
/// thrown away with its channel: a late answer to a failed get would stay invisible on it.
/// </summary>
public sealed class Window(IChannel channel, string queue) : IAsyncDisposable
{
    /// <summary>Says which parking a person released the mail from (a number, as text).</summary>
    public const string ReleasedHeader = "x-released-parking";

    /// <summary>The next message at the head of the queue; null when none is ready.</summary>
    /// <exception cref="BrokerLostException">The broker is gone.</exception>
    public async Task<Delivery?> TakeAsync()
    {
        var got = await BrokerConnection.GuardAsync(() => channel.BasicGetAsync(queue, autoAck: false));
        if (got is null) return null;
        var properties = got.BasicProperties;
        return new Delivery
        {
            Tag = got.DeliveryTag,
            Body = got.Body,
            MessageId = properties.MessageId,
            Published = Published(properties),
            ReleasedNumber = Number(properties.Headers, ReleasedHeader),
            Properties = properties,
        };
    }

    /// <summary>Settles one message: it leaves the queue.</summary>
    /// <exception cref="BrokerLostException">The channel is gone; the message comes again, and the journal knows it.</exception>
    public Task AckAsync(Delivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return BrokerConnection.GuardAsync(() => channel.BasicAckAsync(delivery.Tag, multiple: false).AsTask());
    }

    /// <summary>Returns all that was not acknowledged, in one nack, each to its own place (classic queues).</summary>
    public Task ReturnAsync() =>
        BrokerConnection.GuardAsync(() => channel.BasicNackAsync(0, multiple: true, requeue: true).AsTask());

    private static DateTimeOffset? Published(IReadOnlyBasicProperties properties)
    {
        if (DateTimeOffset.TryParseExact(
                Text(properties.Headers, MailPublisher.PublishedAtHeader), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var exact))
        {
            return exact;
        }

        // Some publishers write milliseconds, which would overflow the calendar.
        return properties.IsTimestampPresent() && properties.Timestamp.UnixTime is >= 0 and < 7_258_118_400
            ? DateTimeOffset.FromUnixTimeSeconds(properties.Timestamp.UnixTime) : null;
    }

    private static int? Number(IDictionary<string, object?>? headers, string name) =>
        int.TryParse(Text(headers, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Text(IDictionary<string, object?>? headers, string name) =>
        headers?.TryGetValue(name, out var value) == true && value is byte[] text ? Encoding.ASCII.GetString(text) : null;

    public async ValueTask DisposeAsync() => await channel.DisposeAsync();
}
