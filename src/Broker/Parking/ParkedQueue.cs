using System.Globalization;
using MailDispatcher.Broker.Connecting;
using MailDispatcher.Client;
using MailDispatcher.Core.Ports;
using RabbitMQ.Client;

namespace MailDispatcher.Broker.Parking;

/// <summary>
/// The durable queue of what a person must look at, each message with its original bytes and properties and the reason.
/// Parking stores the copy first; the caller journals and acknowledges after. If anything dies in between, the mail is
/// parked again with the same number, and whoever reads shows the two copies as one. It is declared when it is first
/// needed: a broker that can't offer it stops no other mail.
/// </summary>
public sealed class ParkedQueue(BrokerConnection broker, string name, IDictionary<string, object?> arguments)
    : IParkedQueue,
        IAsyncDisposable
{
    public const string MailHeader = "x-mail-id";
    public const string CauseHeader = "x-parked-cause";
    public const string ReasonHeader = "x-parked-reason";
    public const string NumberHeader = "x-parked-number";
    public const string AtHeader = "x-parked-at";

    private const int LongestReason = 500;

    /// <summary>A frame holds 128 KiB; beyond this the publisher's headers are left behind.</summary>
    private const int MostHeaderBytes = 100_000;

    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly SemaphoreSlim _asking = new(1, 1);
    private ConfirmedChannel? _channel;
    private IChannel? _counting;

    /// <inheritdoc/>
    public Task ParkAsync(Delivery delivery, ParkingNote note)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(note);
        var original = (IReadOnlyBasicProperties?)delivery.Properties ?? new BasicProperties();
        var properties = new BasicProperties(original);
        properties.ClearExpiration();
        // The broker takes a user id only from that user, and headers only when they fit into one frame with ours.
        properties.ClearUserId();
        var headers = HeadersSize(original) <= MostHeaderBytes ? original.Headers : null;
        properties.Headers = new Dictionary<string, object?>(headers ?? new Dictionary<string, object?>())
        {
            [MailHeader] = note.Mail.ToString(),
            [CauseHeader] = note.Cause,
            [ReasonHeader] = note.Reason.Length > LongestReason ? note.Reason[..LongestReason] : note.Reason,
            [NumberHeader] = note.Number.ToString(CultureInfo.InvariantCulture),
            [AtHeader] = note.At.ToString("O", CultureInfo.InvariantCulture),
        };
        return BrokerConnection.GuardAsync(async () =>
            await (await OpenAsync()).PublishAsync(name, name, properties, delivery.Body)
        );
    }

    /// <summary>Makes sure that the queue is there as wanted.</summary>
    /// <exception cref="QueueUnusableException">It is missing and may not be created, or was declared
    /// otherwise.</exception>
    /// <exception cref="SessionLostException">The broker is gone.</exception>
    public Task EnsureAsync(CancellationToken cancellationToken) =>
        BrokerConnection.GuardAsync(
            () => QueueDeclaration.EnsureAsync(broker.Connection, name, durable: true, arguments, cancellationToken),
            cancellationToken
        );

    /// <summary>Tries whether mail could be parked; parks nothing.</summary>
    /// <exception cref="SessionLostException">It could not.</exception>
    public Task ProbeAsync() => BrokerConnection.GuardAsync(async () => await (await OpenAsync()).ProbeAsync(name));

    /// <inheritdoc/>
    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            return await BrokerConnection.GuardAsync(
                async () =>
                {
                    if (_counting is not { IsOpen: true })
                        _counting = await broker.Connection.CreateChannelAsync(cancellationToken: cancellationToken);
                    return (int)(await _counting.QueueDeclarePassiveAsync(name, cancellationToken)).MessageCount;
                },
                cancellationToken
            );
        }
        finally
        {
            _asking.Release();
        }
    }

    private async Task<ConfirmedChannel> OpenAsync()
    {
        await _opening.WaitAsync();
        try
        {
            if (_channel is { IsOpen: true } open)
                return open;
            await QueueDeclaration.EnsureAsync(
                broker.Connection,
                name,
                durable: true,
                arguments,
                CancellationToken.None
            );
            return _channel = await ConfirmedChannel.OpenAsync(
                broker.Connection,
                BrokerConnection.Patience,
                CancellationToken.None
            );
        }
        catch (QueueUnusableException e)
        {
            throw new SessionLostException(e.Message, e);
        }
        finally
        {
            _opening.Release();
        }
    }

    private static int HeadersSize(IReadOnlyBasicProperties properties) =>
        properties.Headers is { } headers
            ? ((IAmqpWriteable)new BasicProperties { Headers = headers }).GetRequiredBufferSize()
            : 0;

    public async ValueTask DisposeAsync()
    {
        if (_channel is not null)
            await _channel.DisposeAsync();
        if (_counting is not null)
            await _counting.DisposeAsync();
        _opening.Dispose();
        _asking.Dispose();
    }
}
