using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Pending;
using MailDispatcher.Broker.Unreadable;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Ports;
using RabbitMQ.Client;

namespace MailDispatcher.Broker.Conformance;

/// <summary>
/// A queue in the pending queue's likeness that a new publisher sends to, so that each message can be looked at. Its
/// name says what it is for, so that no real mail is ever taken from its queue. Read without the client, which ends its
/// connection at headers that it can't read. The queue goes when it is closed; one that was left behind by a process
/// that died is taken over by the next.
/// </summary>
public sealed class ConformanceQueue : IAsyncDisposable
{
    private const string Suffix = "-conformance";

    private readonly BrokerConnection _broker;
    private readonly RawConnection _raw;
    private readonly string _name;

    private ConformanceQueue(BrokerConnection broker, RawConnection raw, string name) =>
        (_broker, _raw, _name) = (broker, raw, name);

    /// <summary>Whether a queue may bear this name: that of a queue of mail never does.</summary>
    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.EndsWith(Suffix, StringComparison.Ordinal) && name.Length is > 12 and <= 200;
    }

    /// <param name="likeness">The pending queue, whose kind it has; a publisher that declares its queue agrees with
    /// it.</param>
    /// <param name="name">
    /// Of the queue, of the exchange that feeds it, and the routing key; see <see cref="IsName"/>.
    /// </param>
    /// <exception cref="SessionLostException">The broker is gone, or refuses.</exception>
    /// <exception cref="QueueUnusableException">It may not be created, or exists with other arguments.</exception>
    public static async Task<ConformanceQueue> OpenAsync(
        BrokerConnection broker,
        ClientCertificate? certificate,
        PendingQueueOptions likeness,
        string name,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(broker);
        if (!IsName(name))
            throw new ArgumentException($"A queue for conformance ends in {Suffix}.", nameof(name));
        await BrokerConnection.GuardAsync(
            () =>
                QueueDeclaration.EnsurePendingQueueAsync(
                    broker.Connection,
                    likeness with
                    {
                        Name = name,
                    },
                    cancellationToken
                ),
            cancellationToken
        );
        return new ConformanceQueue(
            broker,
            await GuardAsync(() => RawConnection.OpenAsync(broker.Address, certificate, cancellationToken)),
            name
        );
    }

    /// <summary>Takes the next message; null when none has come yet.</summary>
    /// <exception cref="SessionLostException">The broker is gone, or the queue.</exception>
    public Task<ReceivedMessage?> TakeAsync(CancellationToken cancellationToken) =>
        GuardAsync(async () =>
        {
            if (await _raw.GetAsync(_name, cancellationToken) is not { } message)
                return null;
            await _raw.AckAsync(message.Tag, cancellationToken);
            var (properties, problem) = message.Read();
            return new ReceivedMessage(
                PendingQueue.DeliveryOf(message.Tag, properties ?? new BasicProperties(), message.Body),
                problem
            );
        });

    private static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or System.Net.Sockets.SocketException)
        {
            throw new SessionLostException(e.Message, e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _raw.DisposeAsync();
        try
        {
            await BrokerConnection.GuardAsync(async () =>
            {
                await using var channel = await _broker.Connection.CreateChannelAsync();
                await channel.QueueDeleteAsync(_name);
                await channel.ExchangeDeleteAsync(_name);
            });
        }
        catch (SessionLostException)
        {
            // Gone with the broker, or taken over by the next.
        }
    }
}
