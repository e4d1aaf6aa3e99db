using MailDispatcher.Broker.Connecting;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Outcomes;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace MailDispatcher.Broker.Outcomes;

/// <summary>The topic exchange in which apps hear what became of their mails.</summary>
internal static class OutcomeExchange
{
    private const int AccessRefused = 403;

    /// <summary>
    /// Carries a receipt's name as a further routing key, and is taken off by the broker (its guide "Sender-selected
    /// Distribution"): so a receipt needs no right to write to queues by their names.
    /// </summary>
    private const string FurtherKeys = "BCC";

    /// <summary>Declares it, where the account may; else the definitions have made it.</summary>
    public static Task EnsureAsync(BrokerConnection broker, CancellationToken cancellationToken) =>
        BrokerConnection.GuardAsync(
            async () =>
            {
                await using var channel = await broker.Connection.CreateChannelAsync(
                    cancellationToken: cancellationToken
                );
                try
                {
                    await channel.ExchangeDeclareAsync(
                        MailOutcome.Exchange,
                        ExchangeType.Topic,
                        durable: true,
                        cancellationToken: cancellationToken
                    );
                }
                catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == AccessRefused)
                {
                    // The first publish tells whether it is there.
                }
            },
            cancellationToken
        );

    /// <summary>Returns when the broker has stored it for everybody who listens.</summary>
    /// <returns>False when nobody listens: the broker has given it back.</returns>
    /// <exception cref="NotConfirmedException">It is not known to be stored.</exception>
    public static async Task<bool> PublishAsync(
        ConfirmedChannel channel,
        OutcomeReceipt receipt,
        CancellationToken cancellationToken
    )
    {
        var outcome = receipt.Outcome;
        var properties = new BasicProperties
        {
            MessageId = outcome.EventId,
            ContentType = MailOutcomeCodec.ContentType,
            AppId = "mail-dispatcher",
            Timestamp = new AmqpTimestamp(outcome.At.ToUnixTimeSeconds()),
        };
        if (receipt.CorrelationId is { } correlation)
            properties.CorrelationId = correlation;
        if (receipt.ReplyTo is { } name)
            properties.Headers = new Dictionary<string, object?> { [FurtherKeys] = new List<object> { name } };
        try
        {
            await channel.PublishAsync(
                MailOutcome.Exchange,
                outcome.RoutingKey,
                properties,
                MailOutcomeCodec.Encode(outcome),
                cancellationToken: cancellationToken
            );
            return true;
        }
        catch (NotConfirmedException e) when (e.WasReturned)
        {
            return false;
        }
    }
}
