using System.Diagnostics;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace MailDispatcher.Contracts;

/// <summary>
/// Puts mail requests into the waiting room: persistent, mandatory, confirmed. Connects at the first publish, reconnects
/// when the connection was lost, and publishes again under the same mail id, which is sent once however often it arrives.
/// Safe for concurrent use; many publishes at once share one channel.
/// </summary>
public sealed class MailPublisher(MailPublisherOptions options, TimeProvider? time = null) : IAsyncDisposable
{
    private static readonly TimeSpan ReconnectPause = TimeSpan.FromMilliseconds(500);

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private IConnection? _connection;
    private ConfirmedChannel? _channel;

    /// <returns>The mail id: the request's own, or a new one.</returns>
    /// <exception cref="ArgumentException">The request breaks one of <see cref="MailRequestRules"/>; nothing was published.</exception>
    /// <exception cref="NotConfirmedException">Not confirmed within <see cref="MailPublisherOptions.Patience"/>.</exception>
    /// <exception cref="QueueUnusableException">The queue is missing or declared otherwise.</exception>
    public async Task<Guid> PublishAsync(MailRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (MailRequestRules.FirstProblem(request) is { } problem) throw new ArgumentException(problem, nameof(request));
        var identified = request with { Id = request.Id ?? Guid.CreateVersion7(_time.GetUtcNow()) };
        var body = MailRequestCodec.Encode(identified);
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                var channel = await ChannelAsync(cancellationToken);
                await channel.PublishAsync(options.Queue.Exchange, options.Queue.Name, Properties(identified), body);
                return identified.Id.Value;
            }
            catch (Exception e) when (IsPassing(e))
            {
                if (Stopwatch.GetElapsedTime(started) > options.Patience)
                {
                    throw e as NotConfirmedException
                        ?? new NotConfirmedException($"The broker can't be reached: {e.Message}", mayHaveArrived: false, e);
                }

                await Task.Delay(ReconnectPause, cancellationToken);
            }
        }
    }

    // A return or a refusal is the broker's last word; the rest may pass.
    private static bool IsPassing(Exception e) =>
        e is NotConfirmedException { MayHaveArrived: true } or BrokerUnreachableException or AlreadyClosedException or IOException;

    private BasicProperties Properties(MailRequest request)
    {
        var now = _time.GetUtcNow();
        var properties = new BasicProperties
        {
            MessageId = request.Id!.Value.ToString(),
            ContentType = MailRequestCodec.ContentType,
            Timestamp = new AmqpTimestamp(now.ToUnixTimeSeconds()),
            Headers = new Dictionary<string, object?>(),
        };
        // A cancel request is worth most before anything it withdraws is sent.
        if (options.Queue.Levels > 0)
        {
            properties.Priority = request.Cancel
                ? (byte)Math.Min(Urgency.Today, options.Queue.Levels)
                : Urgency.BrokerLevel(request.Deadline, now, options.Zone, options.Queue.Levels);
        }

        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity)
        {
            properties.Headers["traceparent"] = activity.Id;
            if (activity.TraceStateString is { Length: > 0 } state) properties.Headers["tracestate"] = state;
        }

        return properties;
    }

    private async Task<ConfirmedChannel> ChannelAsync(CancellationToken cancellationToken)
    {
        if (_channel is { IsOpen: true } open) return open;
        await _connecting.WaitAsync(cancellationToken);
        try
        {
            if (_channel is { IsOpen: true } opened) return opened;
            await CloseAsync();
            var factory = new ConnectionFactory { Uri = options.Broker, AutomaticRecoveryEnabled = false };
            _connection = await factory.CreateConnectionAsync(options.ConnectionName, cancellationToken);
            await QueueDeclaration.EnsureWaitingRoomAsync(_connection, options.Queue, cancellationToken);
            return _channel = await ConfirmedChannel.OpenAsync(_connection, options.Patience, cancellationToken);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private async Task CloseAsync()
    {
        if (_channel is not null) await _channel.DisposeAsync();
        if (_connection is not null) await _connection.DisposeAsync();
        (_channel, _connection) = (null, null);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _connecting.Dispose();
    }
}
