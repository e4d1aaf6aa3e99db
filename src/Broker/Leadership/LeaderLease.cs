using MailDispatcher.Broker.Connecting;
using MailDispatcher.Core.Ports;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace MailDispatcher.Broker.Leadership;

/// <summary>
/// One leader: whoever holds the exclusive queue. The broker drops it with the connection, at once when the process
/// dies and after about twenty seconds when it stalls; nothing has to be cleaned up. The holder consumes it, and so
/// hears when somebody deletes it. Beside it stands a queue that anybody may look at: a standby sees there that the
/// leader lives, without the error that asking for the exclusive queue would leave in the broker's log each time.
/// </summary>
public sealed class LeaderLease(BrokerConnection broker, string name)
{
    private const int ResourceLocked = 405;
    private const int NotFound = 404;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A broker of 4.0 leaves a question about a queue whose node is cut off unanswered (measured: 4.0.5, 10 s and
    /// more).
    /// </summary>
    private static readonly TimeSpan LongestCourtesy = TimeSpan.FromSeconds(2);

    // The other queue's node is away: on this connection only the lease itself is asked for.
    private bool _holderHangs;

    /// <summary>The queue that lives as long as the leader: <c>NAME-holder</c>.</summary>
    public static string HolderOf(string name) => $"{name}-holder";

    /// <summary>Returns when the lease is ours; it is until the connection ends.</summary>
    /// <param name="onStandby">Called each time another holder is seen.</param>
    /// <exception cref="SessionLostException">The broker could not be asked.</exception>
    public async Task AcquireAsync(Action onStandby, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(onStandby);
        while (await IsHeldAsync(cancellationToken) || !await TryTakeAsync(cancellationToken))
        {
            onStandby();
            await Task.Delay(Poll, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Whether another dispatcher is seen to lead; false also where that can't be told.</summary>
    /// <exception cref="SessionLostException">The broker could not be asked.</exception>
    public async Task<bool> IsHeldAsync(CancellationToken cancellationToken)
    {
        if (_holderHangs)
            return false;
        var channel = await OpenAsync(cancellationToken);
        try
        {
            var holder = await BrokerConnection.GuardAsync(
                () => InTimeAsync(channel.QueueDeclarePassiveAsync(HolderOf(name), cancellationToken)),
                cancellationToken
            );
            return holder.ConsumerCount > 0;
        }
        catch (SessionLostException e) when (CodeOf(e) is NotFound or ResourceLocked || _holderHangs)
        {
            return false;
        }
        finally
        {
            // One that hangs is left to the connection's end: it would not answer its goodbye either.
            if (!_holderHangs)
                await channel.DisposeAsync();
        }
    }

    private async Task<T> InTimeAsync<T>(Task<T> question)
    {
        try
        {
            return await question.WaitAsync(LongestCourtesy);
        }
        catch (TimeoutException)
        {
            _holderHangs = true;
            throw;
        }
    }

    private async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        // A refused declaration closes its channel, so each try has one of its own. The queue belongs to the
        // connection.
        await using var trial = await OpenAsync(cancellationToken);
        try
        {
            await BrokerConnection.GuardAsync(
                () =>
                    trial.QueueDeclareAsync(
                        name,
                        durable: false,
                        exclusive: true,
                        autoDelete: false,
                        cancellationToken: cancellationToken
                    ),
                cancellationToken
            );
        }
        catch (SessionLostException e) when (CodeOf(e) is ResourceLocked)
        {
            return false;
        }

        await BrokerConnection.GuardAsync(
            async () =>
                await WatchAsync(await broker.OpenChannelAsync("lease", cancellationToken), name, cancellationToken),
            cancellationToken
        );
        await ShowAsync(cancellationToken);
        return true;
    }

    // A courtesy to whoever stands by, on a channel of its own: where the queue's node is down, we lead without it, and
    // the standby asks for the lease itself.
    private async Task ShowAsync(CancellationToken cancellationToken)
    {
        if (_holderHangs)
            return;
        try
        {
            await BrokerConnection.GuardAsync(
                async () =>
                {
                    var channel = await broker.Connection.CreateChannelAsync(cancellationToken: cancellationToken);
                    await InTimeAsync(
                        channel.QueueDeclareAsync(
                            HolderOf(name),
                            durable: true,
                            exclusive: false,
                            autoDelete: true,
                            cancellationToken: cancellationToken
                        )
                    );
                    await WatchAsync(channel, HolderOf(name), cancellationToken);
                },
                cancellationToken
            );
        }
        catch (SessionLostException) when (!broker.Lost.IsCancellationRequested)
        {
            // Nothing but the courtesy is lost.
        }
    }

    private async Task WatchAsync(IChannel channel, string queue, CancellationToken cancellationToken)
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.UnregisteredAsync += (_, _) =>
        {
            broker.Fail($"the lease is lost: queue '{queue}' was deleted");
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer, cancellationToken);
    }

    private Task<IChannel> OpenAsync(CancellationToken cancellationToken) =>
        BrokerConnection.GuardAsync(
            () => broker.Connection.CreateChannelAsync(cancellationToken: cancellationToken),
            cancellationToken
        );

    private static int? CodeOf(SessionLostException e) =>
        (e.InnerException as OperationInterruptedException)?.ShutdownReason?.ReplyCode;
}
