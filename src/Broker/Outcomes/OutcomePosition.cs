using System.Buffers.Text;
using System.Text;
using MailDispatcher.Broker.Connecting;
using MailDispatcher.Client;
using MailDispatcher.Core.Ports;
using RabbitMQ.Client;

namespace MailDispatcher.Broker.Outcomes;

/// <summary>
/// Up to which record of the journal all outcomes are told: one small message in a queue that holds only the newest. It
/// is stored after the outcomes, so that a crash in between tells some of them again and leaves none out; and when the
/// queue is lost, all that the journal still has are told again.
/// </summary>
internal sealed class OutcomePosition(BrokerConnection broker, string queue)
{
    /// <exception cref="SessionLostException">The broker is gone, or refuses.</exception>
    /// <exception cref="QueueUnusableException">It is missing and may not be created, or was declared
    /// otherwise.</exception>
    public Task EnsureAsync(IDictionary<string, object?> arguments, CancellationToken cancellationToken) =>
        BrokerConnection.GuardAsync(
            () => QueueDeclaration.EnsureAsync(broker.Connection, queue, durable: true, arguments, cancellationToken),
            cancellationToken
        );

    /// <returns>-1 when there is none.</returns>
    /// <exception cref="SessionLostException">The broker is gone, or refuses.</exception>
    public Task<long> ReadAsync(CancellationToken cancellationToken) =>
        BrokerConnection.GuardAsync(
            async () =>
            {
                // Closing the channel puts the message back into its place.
                await using var channel = await broker.Connection.CreateChannelAsync(
                    cancellationToken: cancellationToken
                );
                var newest = await channel
                    .BasicGetAsync(queue, autoAck: false, cancellationToken)
                    .WaitAsync(BrokerConnection.Patience, cancellationToken);
                return newest is not null && Utf8Parser.TryParse(newest.Body.Span, out long offset, out _)
                    ? offset
                    : -1;
            },
            cancellationToken
        );

    /// <exception cref="NotConfirmedException">It is not known to be stored.</exception>
    public Task StoreAsync(ConfirmedChannel channel, long position, CancellationToken cancellationToken) =>
        channel.PublishAsync(
            queue,
            queue,
            new BasicProperties { ContentType = "text/plain" },
            Encoding.ASCII.GetBytes(position.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            cancellationToken: cancellationToken
        );
}
