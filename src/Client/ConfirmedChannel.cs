using System.Diagnostics;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace MailDispatcher.Client;

/// <summary>
/// A channel whose publishes are true: persistent, mandatory unless told otherwise, and awaited until the broker
/// confirms that they are stored. Safe for concurrent use; at most <see cref="MaxOutstanding"/> publishes are on the
/// way at once.
/// </summary>
internal sealed class ConfirmedChannel : IAsyncDisposable
{
    public const int MaxOutstanding = 256;

    /// <summary>
    /// A broker's channel can hang while its connection lives: on 3.10 one that meets a quorum queue whose leader is
    /// cut off asks that node again and again, for as long as it is away, and confirms nothing meanwhile (measured).
    /// </summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10);

    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly TimeSpan _patience;

    // RabbitMQ.Client can leave a publish hanging whose connection ends meanwhile (its issue 1930); this ends it.
    private readonly CancellationTokenSource _closed = new();
    private readonly SemaphoreSlim _room = new(MaxOutstanding, MaxOutstanding);
    private volatile bool _hasConfirmed;
    private volatile bool _isBlocked;

    // When the first publish began of those since the last answer; 0 for none.
    private long _silentSince;

    private ConfirmedChannel(IConnection connection, IChannel channel, TimeSpan patience)
    {
        (_connection, _channel, _patience) = (connection, channel, patience);
        channel.ChannelShutdownAsync += (_, _) => _closed.CancelAsync();
        connection.ConnectionBlockedAsync += OnBlockedAsync;
        connection.ConnectionUnblockedAsync += OnUnblockedAsync;
    }

    /// <summary>False for one that has ended, and for one that hangs: it is to be thrown away.</summary>
    public bool IsOpen => _channel.IsOpen && !_closed.IsCancellationRequested;

    /// <param name="patience">How long one confirm may take; a blocked broker (memory, disk) confirms nothing.</param>
    public static async Task<ConfirmedChannel> OpenAsync(
        IConnection connection,
        TimeSpan patience,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(connection);
        // From 7.2.1 on a limiter of the client's bounds the writes and not the confirms that are awaited: we bound
        // those.
        var options = new CreateChannelOptions(
            publisherConfirmationsEnabled: true,
            publisherConfirmationTrackingEnabled: true
        );
        return new ConfirmedChannel(
            connection,
            await connection.CreateChannelAsync(options, cancellationToken),
            patience
        );
    }

    /// <summary>Returns once the broker has stored the message.</summary>
    /// <param name="properties">A fresh instance for each call: the client writes into it.</param>
    /// <param name="patience">For this one publish; null: the channel's.</param>
    /// <param name="mandatory">False for what may reach nobody.</param>
    /// <param name="cancellationToken">Ends the wait; the message may arrive all the same.</param>
    /// <exception cref="NotConfirmedException">Refused, returned, timed out or cut off.</exception>
    public async Task PublishAsync(
        string exchange,
        string routingKey,
        BasicProperties properties,
        ReadOnlyMemory<byte> body,
        TimeSpan? patience = null,
        bool mandatory = true,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(properties);
        properties.Persistent = true;
        var limit = patience ?? _patience;
        await _room.WaitAsync(cancellationToken);
        using var linked = cancellationToken.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(_closed.Token, cancellationToken)
            : null;
        try
        {
            // No token of the caller's: a frame that is cut off midway would end the connection for all.
            var confirm = _channel
                .BasicPublishAsync(exchange, routingKey, mandatory, properties, body, CancellationToken.None)
                .AsTask();
            await ConfirmedAsync(confirm, limit, linked?.Token ?? _closed.Token);
            _hasConfirmed = true;
            Volatile.Write(ref _silentSince, 0);
        }
        catch (PublishException e)
        {
            Volatile.Write(ref _silentSince, 0);
            throw new NotConfirmedException(
                e.IsReturn
                    ? $"The broker returned the message: no queue is bound to '{routingKey}'."
                    : "The broker refused the message.",
                mayHaveArrived: false,
                e
            );
        }
        catch (TimeoutException e)
        {
            throw new NotConfirmedException(
                $"The broker did not confirm within {limit.TotalSeconds:0} s.",
                mayHaveArrived: true,
                e
            );
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
            when (e
                    is OperationInterruptedException
                        or IOException
                        or ObjectDisposedException
                        or OperationCanceledException
            )
        {
            throw Cut(e);
        }
        finally
        {
            _room.Release();
        }
    }

    /// <summary>Tries whether this account may publish to an exchange, with a message that reaches no queue.</summary>
    /// <exception cref="NotConfirmedException">It may not, or there is no such exchange.</exception>
    public async Task ProbeAsync(string exchange)
    {
        try
        {
            await PublishAsync(
                exchange,
                $"probe-{Guid.NewGuid():N}",
                new BasicProperties(),
                ReadOnlyMemory<byte>.Empty
            );
        }
        catch (NotConfirmedException e) when (e.WasReturned)
        {
            // The exchange took it and found no queue for it, as was meant.
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The connection outlives it, in the dispatcher by days.
        _connection.ConnectionBlockedAsync -= OnBlockedAsync;
        _connection.ConnectionUnblockedAsync -= OnUnblockedAsync;
        await _channel.DisposeAsync();
        await _closed.CancelAsync();
    }

    private Task OnBlockedAsync(object sender, ConnectionBlockedEventArgs blocked)
    {
        _isBlocked = true;
        return Task.CompletedTask;
    }

    private Task OnUnblockedAsync(object sender, AsyncEventArgs unblocked)
    {
        Volatile.Write(ref _silentSince, 0);
        _isBlocked = false;
        return Task.CompletedTask;
    }

    // The end of its patience is the publish's own; the end of the broker's silence ends the channel.
    private async Task ConfirmedAsync(Task confirm, TimeSpan limit, CancellationToken ended)
    {
        var started = Stopwatch.GetTimestamp();
        Interlocked.CompareExchange(ref _silentSince, started, 0);
        while (true)
        {
            var left = Math.Max(0, (limit - Stopwatch.GetElapsedTime(started)).Ticks);
            try
            {
                await confirm.WaitAsync(TimeSpan.FromTicks(Math.Min(left, LongestSilence.Ticks)), ended);
                return;
            }
            catch (TimeoutException)
            {
                var now = Stopwatch.GetTimestamp();
                var since = Interlocked.CompareExchange(ref _silentSince, now, 0);
                if (!_isBlocked && since != 0 && Stopwatch.GetElapsedTime(since, now) >= LongestSilence)
                    await _closed.CancelAsync();
                if (Stopwatch.GetElapsedTime(started, now) >= limit)
                    throw;
                ended.ThrowIfCancellationRequested();
            }
        }
    }

    private NotConfirmedException Cut(Exception e) =>
        (_channel.CloseReason ?? (e as OperationInterruptedException)?.ShutdownReason) switch
        {
            { ReplyCode: 404 } reason => new NotConfirmedException(
                $"The broker has no such exchange: {reason.ReplyText}",
                mayHaveArrived: _hasConfirmed,
                new OperationInterruptedException(reason)
            ),
            // A channel that is refused before its first confirm was refused from its first publish on.
            { ReplyCode: 403 } reason => new NotConfirmedException(
                $"The broker does not allow it: {reason.ReplyText}",
                mayHaveArrived: _hasConfirmed,
                new OperationInterruptedException(reason)
            ),
            null when _channel.IsOpen => new NotConfirmedException(
                $"The broker confirmed nothing for {LongestSilence.TotalSeconds:0} s.",
                mayHaveArrived: true,
                e
            ),
            var reason => new NotConfirmedException(
                $"The connection ended before the confirm: {reason?.ReplyText ?? e.Message}",
                mayHaveArrived: true,
                e
            ),
        };
}
