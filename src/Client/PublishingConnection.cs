using System.Diagnostics;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace MailDispatcher.Client;

/// <summary>
/// A publisher's way to the pending queue, mended when it breaks: connects, declares, publishes, and tries again for as
/// long as the options' patience lasts. Owns one connection with one channel; loses nothing when it dies, since a
/// caller is told of success only after the broker's confirm.
/// </summary>
internal sealed class PublishingConnection(MailPublisherOptions options) : IAsyncDisposable
{
    private static readonly TimeSpan ReconnectPause = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly BrokerRotation _brokers = new(options);

    // Whoever waits here has not begun: patience counts from the publish on.
    private readonly SemaphoreSlim _line = new(ConfirmedChannel.MaxOutstanding, ConfirmedChannel.MaxOutstanding);
    private IConnection? _connection;
    private ConfirmedChannel? _channel;
    private bool _disposed;

    public Task ConnectAsync(CancellationToken cancellationToken) => ChannelAsync(cancellationToken);

    /// <param name="properties">Called for each attempt: the client writes into what it gets.</param>
    public async Task PublishAsync(
        Func<BasicProperties> properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken
    )
    {
        await _line.WaitAsync(cancellationToken);
        try
        {
            await PublishUntilConfirmedAsync(properties, body, cancellationToken);
        }
        finally
        {
            _line.Release();
        }
    }

    private async Task PublishUntilConfirmedAsync(
        Func<BasicProperties> properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken
    )
    {
        var started = Stopwatch.GetTimestamp();
        var mayHaveArrived = false;
        var wasReturned = false;
        while (true)
        {
            Exception failure;
            ConfirmedChannel? channel = null;
            try
            {
                channel = await ChannelWithinAsync(Left(started), cancellationToken);
                await channel.PublishAsync(
                    options.Queue.Exchange,
                    options.Queue.Name,
                    properties(),
                    body,
                    Left(started),
                    cancellationToken: cancellationToken
                );
                return;
            }
            catch (NotConfirmedException e) when (e.WasReturned && !wasReturned && options.CreateQueues)
            {
                // Somebody deleted the queue or its binding: the next connection declares both.
                wasReturned = true;
                Interlocked.CompareExchange(ref _channel, null, channel);
                continue;
            }
            catch (NotConfirmedException e)
            {
                mayHaveArrived |= e.MayHaveArrived;
                if (!e.MayPass)
                    throw new NotConfirmedException(e.Message, mayHaveArrived, e.InnerException);
                // A channel that met a quorum queue without a leader may go on refusing when there is one.
                if (e.WasRefused)
                    Interlocked.CompareExchange(ref _channel, null, channel);
                failure = e;
            }
            catch (Exception e)
                when (mayHaveArrived && e is QueueUnusableException or BrokerUnavailableException { MayPass: false })
            {
                throw new NotConfirmedException(e.Message, mayHaveArrived, e);
            }
            catch (Exception e)
                when (e
                        is BrokerUnavailableException { MayPass: true }
                            or OperationInterruptedException
                            or IOException
                            or TimeoutException
                )
            {
                failure = e;
            }

            if (Left(started) < ReconnectPause)
                throw new NotConfirmedException(failure.Message, mayHaveArrived, failure);
            await Task.Delay(ReconnectPause, cancellationToken);
        }
    }

    private TimeSpan Left(long started)
    {
        var left = options.Patience - Stopwatch.GetElapsedTime(started);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private async Task<ConfirmedChannel> ChannelWithinAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (_channel is { IsOpen: true } open)
            return open;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            // Waited for twice: the client takes its own time to give up on a handshake.
            return await ChannelAsync(limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The broker did not answer in time.", e);
        }
    }

    private async Task<ConfirmedChannel> ChannelAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _connecting.WaitAsync(cancellationToken);
        try
        {
            if (_channel is { IsOpen: true } opened)
                return opened;
            await CloseAsync();
            ObjectDisposedException.ThrowIf(_disposed, this);
            _connection = await _brokers.OpenAsync(options.ConnectionName, cancellationToken);
            if (options.CreateQueues)
                await QueueDeclaration.EnsurePendingQueueAsync(_connection, options.Queue, cancellationToken);
            else
                await QueueDeclaration.FindExchangeAsync(_connection, options.Queue, cancellationToken);
            return _channel = await ConfirmedChannel.OpenAsync(_connection, options.Patience, cancellationToken);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private async Task CloseAsync()
    {
        var connection = _connection;
        (_channel, _connection) = (null, null);
        if (connection is not null)
            await BrokerConnector.CloseAsync(connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _connecting.WaitAsync();
        _disposed = true;
        await CloseAsync();
        _connecting.Release();
    }
}
