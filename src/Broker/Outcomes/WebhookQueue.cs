using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Definitions;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Ports;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace MailDispatcher.Broker.Outcomes;

/// <summary>
/// The outcomes that an app was not told by webhook yet, in their order. One at a time is looked at: it is taken out
/// when the app has it, else it goes back to its place at the front. Not for concurrent use.
/// </summary>
public sealed class WebhookQueue : IAsyncDisposable
{
    private const int AccessRefused = 403;

    private readonly IChannel _channel;
    private readonly string _queue;

    private WebhookQueue(IChannel channel, string queue) => (_channel, _queue) = (channel, queue);

    /// <summary>Declares it, where the account may; else the definitions have made it.</summary>
    /// <exception cref="SessionLostException">The broker is gone, or refuses.</exception>
    /// <exception cref="QueueUnusableException">It is missing and may not be created.</exception>
    public static async Task<WebhookQueue> OpenAsync(
        BrokerConnection broker,
        BrokerTopology topology,
        string app,
        CancellationToken cancellationToken
    )
    {
        await EnsureAsync(broker, topology, app, cancellationToken);
        return new WebhookQueue(
            await broker.OpenChannelAsync($"webhook of {app}", cancellationToken),
            BrokerTopology.WebhookQueueOf(app)
        );
    }

    /// <inheritdoc cref="OpenAsync"/>
    internal static Task EnsureAsync(
        BrokerConnection broker,
        BrokerTopology topology,
        string app,
        CancellationToken cancellationToken
    ) =>
        BrokerConnection.GuardAsync(
            async () =>
            {
                var queue = BrokerTopology.WebhookQueueOf(app);
                await OutcomeExchange.EnsureAsync(broker, cancellationToken);
                await QueueDeclaration.EnsureAsync(
                    broker.Connection,
                    queue,
                    durable: true,
                    topology.ParkedArguments(),
                    cancellationToken
                );
                await BindAsync(broker, queue, app, cancellationToken);
            },
            cancellationToken
        );

    /// <summary>The oldest, with what gives it back; null for none.</summary>
    /// <exception cref="SessionLostException">The broker is gone, or refuses.</exception>
    public Task<(ulong Tag, byte[] Body)?> PeekAsync(CancellationToken cancellationToken) =>
        BrokerConnection.GuardAsync<(ulong, byte[])?>(
            async () =>
            {
                var oldest = await _channel
                    .BasicGetAsync(_queue, autoAck: false, cancellationToken)
                    .WaitAsync(BrokerConnection.Patience, cancellationToken);
                return oldest is null ? null : (oldest.DeliveryTag, oldest.Body.ToArray());
            },
            cancellationToken
        );

    /// <param name="isTold">False: it goes back to the front.</param>
    /// <exception cref="SessionLostException">The broker is gone, or refuses.</exception>
    public Task EndAsync(ulong tag, bool isTold) =>
        BrokerConnection.GuardAsync(() =>
            (isTold ? AckAsync(tag) : ReturnAsync(tag)).WaitAsync(BrokerConnection.Patience)
        );

    public ValueTask DisposeAsync() => _channel.DisposeAsync();

    private Task AckAsync(ulong tag) => _channel.BasicAckAsync(tag, multiple: false).AsTask();

    private Task ReturnAsync(ulong tag) => _channel.BasicNackAsync(tag, multiple: false, requeue: true).AsTask();

    private static async Task BindAsync(
        BrokerConnection broker,
        string queue,
        string app,
        CancellationToken cancellationToken
    )
    {
        await using var channel = await broker.Connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            await channel.QueueBindAsync(queue, MailOutcome.Exchange, $"{app}.#", cancellationToken: cancellationToken);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == AccessRefused)
        {
            // The definitions have bound it.
        }
    }
}
