using MailDispatcher.Client;
using MailDispatcher.Core.Ports;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace MailDispatcher.Broker.Connecting;

/// <summary>
/// The dispatcher's one connection: lease, journal and pending queue all live on it, so that losing one is losing all.
/// It never recovers by itself: an ack on a recovered channel looks as if it worked and does nothing. A channel can die
/// while its connection lives; whoever has one reports that by <see cref="Fail"/>, and the session ends all the same.
/// </summary>
public sealed class BrokerConnection : IAsyncDisposable
{
    /// <summary>How long the broker may take for one confirm or one answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int FrameError = 501;
    private const int SyntaxError = 502;

    private readonly CancellationTokenSource _lost = new();

    private BrokerConnection(IConnection connection, Uri address)
    {
        Connection = connection;
        Address = address;
        connection.ConnectionShutdownAsync += (_, reason) =>
        {
            // The client itself gave up on what the broker sent.
            MetUnreadable =
                reason.Initiator == ShutdownInitiator.Library && reason.ReplyCode is FrameError or SyntaxError;
            return FailAsync(reason.ReplyText);
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

    /// <summary>The address that was reached; it holds the password.</summary>
    public Uri Address { get; }

    /// <summary>Cancelled when the connection, or a channel that the session needs, has ended.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>
    /// The connection ended because the client could not read what the broker sent: a message's headers, most likely.
    /// </summary>
    public bool MetUnreadable { get; private set; }

    public string? LostReason { get; private set; }

    /// <summary>Why the broker takes no publishes (memory or disk alarm); null when it does.</summary>
    public string? BlockedReason { get; private set; }

    /// <inheritdoc cref="OpenAsync(BrokerAccess, string, CancellationToken)"/>
    public static Task<BrokerConnection> OpenAsync(Uri broker, string name, CancellationToken cancellationToken) =>
        OpenAsync(new BrokerAccess([broker]), name, cancellationToken);

    /// <param name="access">Its nodes are tried in their order; the first that lets us in is taken.</param>
    /// <param name="name">How RabbitMQ's own page names the connection.</param>
    /// <exception cref="SessionLostException">None can be reached, or lets us in.</exception>
    public static async Task<BrokerConnection> OpenAsync(
        BrokerAccess access,
        string name,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(access);
        try
        {
            var (connection, address) = await BrokerConnector.OpenFirstAsync(
                access.Nodes,
                name,
                access.Certificate,
                cancellationToken
            );
            return new BrokerConnection(connection, address);
        }
        catch (Exception e) when (e is BrokerUnavailableException || IsBrokerFault(e, cancellationToken))
        {
            throw new SessionLostException(e.Message, e);
        }
    }

    /// <summary>Ends the session: something that it needs is gone.</summary>
    public void Fail(string reason) => _ = FailAsync(reason);

    /// <summary>A channel whose end is the session's end.</summary>
    internal async Task<IChannel> OpenChannelAsync(string purpose, CancellationToken cancellationToken)
    {
        var channel = await Connection.CreateChannelAsync(cancellationToken: cancellationToken);
        channel.ChannelShutdownAsync += (_, reason) => OnShutdownAsync(purpose, reason);
        channel.CallbackExceptionAsync += (_, failure) => FailAsync($"{purpose}: {failure.Exception.Message}");
        return channel;
    }

    /// <summary>Runs something on the broker; its faults come out as <see cref="SessionLostException"/>.</summary>
    /// <param name="cancellationToken">By which the caller may cancel: that is no fault of the broker's.</param>
    internal static async Task<T> GuardAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken = default)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (IsBrokerFault(e, cancellationToken))
        {
            throw new SessionLostException(WordsFor(e), e);
        }
    }

    /// <inheritdoc cref="GuardAsync{T}"/>
    internal static Task GuardAsync(Func<Task> work, CancellationToken cancellationToken = default) =>
        GuardAsync(
            async () =>
            {
                await work();
                return true;
            },
            cancellationToken
        );

    // The application closes channels only when it is done with them.
    private Task OnShutdownAsync(string purpose, ShutdownEventArgs reason) =>
        reason.Initiator == ShutdownInitiator.Application
            ? Task.CompletedTask
            : FailAsync($"{purpose}: {reason.ReplyText}");

    private async Task FailAsync(string reason)
    {
        LostReason ??= reason;
        try
        {
            await _lost.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The session has ended already.
        }
    }

    // "A task was canceled" tells nobody what to look at.
    private static string WordsFor(Exception e) =>
        e is OperationCanceledException or TimeoutException
            ? $"the broker did not answer within {Patience.TotalSeconds:0} s"
            : e.Message;

    private static bool IsBrokerFault(Exception e, CancellationToken cancellationToken) =>
        e
            is RabbitMQClientException
                or IOException
                or ObjectDisposedException
                or TimeoutException
                or NotConfirmedException
        // The client gives up on an answer with a cancellation that nobody asked for, and of a token of its own.
        || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    public async ValueTask DisposeAsync()
    {
        await BrokerConnector.CloseAsync(Connection);
        _lost.Dispose();
    }
}
