using MailDispatcher.Contracts;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace MailDispatcher.Client;

/// <summary>Makes sure that a queue exists as wanted, also for an account that may not create it.</summary>
internal static class QueueDeclaration
{
    /// <summary>Declares the pending queue as publishers and the dispatcher agree on it.</summary>
    /// <inheritdoc cref="EnsureAsync"/>
    public static Task EnsurePendingQueueAsync(
        IConnection connection,
        PendingQueueOptions room,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(room);
        return EnsureAsync(connection, room.Name, room.Durable, room.Arguments(), cancellationToken);
    }

    /// <summary>
    /// Declares a queue, and a direct exchange of the same name that feeds it: so an account can be given the right to
    /// write to this one queue, which the default exchange does not allow.
    /// </summary>
    /// <exception cref="QueueUnusableException">It is missing and may not be created, or exists with other
    /// arguments.</exception>
    public static async Task EnsureAsync(
        IConnection connection,
        string name,
        bool durable,
        IDictionary<string, object?> arguments,
        CancellationToken cancellationToken = default
    )
    {
        await EnsureQueueAsync(connection, name, durable, arguments, cancellationToken);
        // Refused to an account without the right to configure: then the definitions have made both.
        await TryAsync(
            connection,
            async channel =>
            {
                await channel.ExchangeDeclareAsync(
                    name,
                    ExchangeType.Direct,
                    durable: true,
                    cancellationToken: cancellationToken
                );
                await channel.QueueBindAsync(name, name, name, cancellationToken: cancellationToken);
            },
            cancellationToken
        );
    }

    /// <summary>Finds the exchange that feeds the pending queue, and creates nothing.</summary>
    /// <exception cref="QueueUnusableException">There is none of that name.</exception>
    public static async Task FindExchangeAsync(
        IConnection connection,
        PendingQueueOptions queue,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(queue);
        var refusal = await TryAsync(
            connection,
            channel => channel.ExchangeDeclarePassiveAsync(queue.Exchange, cancellationToken),
            cancellationToken
        );
        // An account that may not look (403) hears at its first publish whether it is there.
        if (refusal is { ReplyCode: 404 })
        {
            throw new QueueUnusableException(
                $"There is no exchange '{queue.Exchange}'. Write Queue__Name as the dispatcher has it, start the "
                    + "dispatcher or import the "
                    + "queue definitions first, or set CreateQueues."
            );
        }
    }

    private static async Task EnsureQueueAsync(
        IConnection connection,
        string name,
        bool durable,
        IDictionary<string, object?> arguments,
        CancellationToken cancellationToken
    )
    {
        var refusal = await TryAsync(
            connection,
            channel =>
                channel.QueueDeclareAsync(
                    name,
                    durable,
                    exclusive: false,
                    autoDelete: false,
                    arguments,
                    cancellationToken: cancellationToken
                ),
            cancellationToken
        );
        switch (refusal?.ReplyCode)
        {
            case null:
                return;
            case 406:
                throw new QueueUnusableException(
                    $"Queue '{name}' exists with other arguments ({refusal.ReplyText}). Set Queue__Name, "
                        + "Queue__Durable, Queue__MaxPriority and "
                        + "Queue__Type as it was declared, or choose another Queue__Name, or delete the queue once "
                        + "it is empty."
                );
            case 403:
                // No right to create: then it must be there already. From RabbitMQ 4.3 a publisher's account may not
                // even look; what it publishes to a missing queue is returned to it.
                if (
                    await TryAsync(
                        connection,
                        channel => channel.QueueDeclarePassiveAsync(name, cancellationToken),
                        cancellationToken
                    ) is
                    { ReplyCode: not 403 } missing
                )
                {
                    throw new QueueUnusableException(
                        $"Queue '{name}' is not there and this account may not create it ({missing.ReplyText}). "
                            + "Import the queue definitions first, or give the account the right to configure it."
                    );
                }

                return;
            default:
                throw new QueueUnusableException($"Queue '{name}' can't be used: {refusal.ReplyText}");
        }
    }

    // A refused declaration closes its channel, so each has one of its own.
    private static async Task<ShutdownEventArgs?> TryAsync(
        IConnection connection,
        Func<IChannel, Task> declare,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(connection);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            await declare(channel);
            return null;
        }
        catch (OperationInterruptedException e)
            when (e.ShutdownReason is { ReplyCode: 403 or 404 or 405 or 406 or 541 or 540 } reason)
        {
            return reason;
        }
    }
}
