using System.Globalization;
using System.Text;
using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Pending;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Ports;
using RabbitMQ.Client;

namespace MailDispatcher.Broker.Parking;

/// <summary>
/// Parked mail taken in hand. While it is open nobody else sees them; what is not taken away returns to its place when
/// it closes.
/// </summary>
public sealed class ParkedQueueReader : IAsyncDisposable
{
    private readonly IChannel _channel;
    private readonly ConfirmedChannel _publishing;
    private readonly string _parked;
    private readonly PendingQueueOptions _pending;
    private readonly MailRequestCodecOptions _wire;

    private ParkedQueueReader(
        IChannel channel,
        ConfirmedChannel publishing,
        string parked,
        PendingQueueOptions pending,
        MailRequestCodecOptions wire
    ) => (_channel, _publishing, _parked, _pending, _wire) = (channel, publishing, parked, pending, wire);

    /// <exception cref="SessionLostException">The broker is gone.</exception>
    /// <exception cref="QueueUnusableException">The queue is missing and may not be created, or was declared
    /// otherwise.</exception>
    public static Task<ParkedQueueReader> OpenAsync(
        BrokerConnection broker,
        string parked,
        IDictionary<string, object?> arguments,
        PendingQueueOptions pending,
        MailRequestCodecOptions wire,
        CancellationToken cancellationToken
    ) =>
        BrokerConnection.GuardAsync(
            async () =>
            {
                ArgumentNullException.ThrowIfNull(broker);
                await QueueDeclaration.EnsureAsync(
                    broker.Connection,
                    parked,
                    durable: true,
                    arguments,
                    cancellationToken
                );
                var publishing = await ConfirmedChannel.OpenAsync(
                    broker.Connection,
                    BrokerConnection.Patience,
                    cancellationToken
                );
                var channel = await broker.Connection.CreateChannelAsync(cancellationToken: cancellationToken);
                return new ParkedQueueReader(channel, publishing, parked, pending, wire);
            },
            cancellationToken
        );

    /// <summary>Takes all parked mail in hand, oldest first.</summary>
    /// <exception cref="SessionLostException">The broker is gone.</exception>
    public Task<IReadOnlyList<ParkedMail>> TakeAsync() =>
        BrokerConnection.GuardAsync<IReadOnlyList<ParkedMail>>(async () =>
        {
            var taken = new List<(BasicGetResult Message, ParkingNote Note)>();
            while (await _channel.BasicGetAsync(_parked, autoAck: false) is { } message)
                taken.Add((message, NoteOf(message)));
            return
            [
                .. from copy in taken
                group copy by (copy.Note.Mail, copy.Note.Number) into copies
                let first = copies.First()
                let published = PendingQueue.PublishedOf(first.Message.BasicProperties)
                let decoded = MailRequestCodec.Decode(first.Message.Body.Span, _wire, published)
                select new ParkedMail
                {
                    Note = first.Note,
                    Body = first.Message.Body,
                    Published = published,
                    Request = (decoded as DecodedMail.Valid)?.Request,
                    GivenId = GivenIdOf(decoded) is { } given && given != first.Note.Mail ? given : null,
                    Tags = [.. copies.Select(c => c.Message.DeliveryTag)],
                    Properties = first.Message.BasicProperties,
                },
            ];
        });

    private static Guid? GivenIdOf(DecodedMail decoded) =>
        decoded switch
        {
            DecodedMail.Valid { Request.Id: var id } => id,
            DecodedMail.Unreadable { Id: var id } => id,
            _ => null,
        };

    /// <summary>Publishes a copy to the pending queue that names the parking it comes from.</summary>
    /// <param name="level">The broker level to wait at; null for a queue without levels.</param>
    /// <param name="body">What it says now, mended; null for what it said.</param>
    /// <param name="otherMail">The mail that it is now, if another; it then comes from no parking.</param>
    /// <exception cref="SessionLostException">It is not known to be stored.</exception>
    public Task ReleaseAsync(ParkedMail mail, byte? level, ReadOnlyMemory<byte>? body = null, Guid? otherMail = null) =>
        BrokerConnection.GuardAsync(() =>
        {
            ArgumentNullException.ThrowIfNull(mail);
            var properties = new BasicProperties(mail.Properties)
            {
                MessageId = (otherMail ?? mail.Note.Mail).ToString(),
            };
            if (level is { } given)
                properties.Priority = given;
            properties.Headers = (mail.Properties.Headers ?? new Dictionary<string, object?>())
                .Where(h =>
                    !h.Key.StartsWith("x-parked-", StringComparison.Ordinal)
                    && h.Key is not (ParkedQueue.MailHeader or PendingQueue.ReleasedHeader)
                )
                .ToDictionary();
            if (otherMail is null)
                properties.Headers[PendingQueue.ReleasedHeader] = mail.Note.Number.ToString(
                    CultureInfo.InvariantCulture
                );
            return _publishing.PublishAsync(_pending.Exchange, _pending.Name, properties, body ?? mail.Body);
        });

    /// <summary>Takes a mail out of the parked queue, with all its copies.</summary>
    /// <exception cref="SessionLostException">The broker is gone.</exception>
    public Task TakeAwayAsync(ParkedMail mail) =>
        BrokerConnection.GuardAsync(async () =>
        {
            ArgumentNullException.ThrowIfNull(mail);
            foreach (var tag in mail.Tags)
                await _channel.BasicAckAsync(tag, multiple: false);
        });

    // Whatever else stands in the queue was put there by hand, and is shown all the same.
    private static ParkingNote NoteOf(BasicGetResult message)
    {
        var headers = message.BasicProperties.Headers;
        var mail = Guid.TryParse(Text(ParkedQueue.MailHeader), out var id)
            ? id
            : MailId.Of(null, message.BasicProperties.MessageId, message.Body.Span);
        return new ParkingNote(
            mail,
            Text(ParkedQueue.CauseHeader) ?? "unknown",
            Text(ParkedQueue.ReasonHeader) ?? "no reason is noted",
            int.TryParse(
                Text(ParkedQueue.NumberHeader),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var number
            )
                ? number
                : 0,
            DateTimeOffset.TryParse(
                Text(ParkedQueue.AtHeader),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var at
            )
                ? at
                : DateTimeOffset.MinValue
        );

        string? Text(string header) =>
            headers?.TryGetValue(header, out var value) == true && value is byte[] text
                ? Encoding.UTF8.GetString(text)
                : null;
    }

    public async ValueTask DisposeAsync()
    {
        // Closing the channel returns what is left in hand.
        await _channel.DisposeAsync();
        await _publishing.DisposeAsync();
    }
}
