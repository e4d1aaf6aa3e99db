using MailDispatcher.Client;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace MailDispatcher.Broker.Connecting;

/// <summary>
/// The dispatcher's one connection: the lock, the journal and the pending queue all live on it, so that losing one is
/// losing all. It never recovers by itself: an ack on a recovered channel looks as if it worked and does nothing.
/// </summary>
public sealed class BrokerConnection : IAsyncDisposable
{
    /// <summary>A holder of the lock that stalls is cut off by the broker after about twice this.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    /// <summary>How long the broker may take for one confirm or one answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _lost = new();

    private BrokerConnection(IConnection connection)
    {
        Connection = connection;
        connection.ConnectionShutdownAsync += async (_, reason) =>
        {
            LostReason ??= reason.ReplyText;
            await _lost.CancelAsync();
        };
        connection.ConnectionBlockedAsync += (_, blocked) =>
        {
            BlockedReason = blocked.Reason;
            return Task.CompletedTask;
        };
        connection.ConnectionUnblockedAsync += (_, _) =>
        {
            BlockedReason = null;
            return Task.CompletedTask;
        };
    }

    internal IConnection Connection { get; }

    /// <summary>Cancelled when the connection has ended.</summary>
    public CancellationToken Lost => _lost.Token;

    public string? LostReason { get; private set; }

    /// <summary>Why the broker takes no publishes (memory or disk alarm); null when it does.</summary>
    public string? BlockedReason { get; private set; }

    /// <exception cref="BrokerLostException">It can't be reached, or refuses us.</exception>
    public static async Task<BrokerConnection> OpenAsync(Uri broker, string name, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory
        {
            Uri = broker,
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedHeartbeat = Heartbeat,
            ContinuationTimeout = Patience,
            RequestedConnectionTimeout = Patience,
        };
        try
        {
            return new BrokerConnection(await factory.CreateConnectionAsync(name, cancellationToken));
        }
        catch (BrokerUnreachableException e)
        {
            // The outer message never says more than "none of the endpoints were reachable".
            throw new BrokerLostException(e.GetBaseException().Message, e);
        }
        catch (Exception e) when (IsBrokerFault(e))
        {
            throw new BrokerLostException(e.Message, e);
        }
    }

    /// <summary>Runs something on the broker; its faults come out as <see cref="BrokerLostException"/>.</summary>
    internal static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (IsBrokerFault(e))
        {
            throw new BrokerLostException(e.Message, e);
        }
    }

    /// <inheritdoc cref="GuardAsync{T}"/>
    internal static Task GuardAsync(Func<Task> work) => GuardAsync(async () =>
    {
        await work();
        return true;
    });

    private static bool IsBrokerFault(Exception e) =>
        e is RabbitMQClientException or IOException or ObjectDisposedException or TimeoutException or NotConfirmedException
            // A basic.get that timed out says so with a cancellation that nobody asked for.
            or OperationCanceledException { CancellationToken.IsCancellationRequested: false };

    public async ValueTask DisposeAsync()
    {
        await BrokerConnector.CloseAsync(Connection);
        _lost.Dispose();
    }
}
