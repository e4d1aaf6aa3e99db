using System.Diagnostics;
using System.Globalization;
using MailDispatcher.Contracts;
using RabbitMQ.Client;

namespace MailDispatcher.Client;

/// <summary>
/// Puts mail requests into the pending queue: persistent, mandatory, confirmed. Connects at the first publish,
/// reconnects when the connection was lost, and publishes again under the same mail id, which is sent once however
/// often it arrives. Safe for concurrent use: start many publishes and await them together, they share one channel.
/// </summary>
public sealed class MailPublisher(MailPublisherOptions options, TimeProvider? time = null)
    : IMailPublisher,
        IAsyncDisposable
{
    /// <summary>When the request was published, ISO 8601 to the tick.</summary>
    public const string PublishedAtHeader = "x-published-at";

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly PublishingConnection _link = new(options);
    private long _lastTicks;

    /// <summary>
    /// Connects and declares now, once, for a program that wants to know at its start. Publishing does it by itself.
    /// </summary>
    /// <exception cref="BrokerUnavailableException">The broker can't be reached, or refuses the account.</exception>
    /// <exception cref="QueueUnusableException">The queue is missing or declared otherwise.</exception>
    public Task ConnectAsync(CancellationToken cancellationToken = default) => _link.ConnectAsync(cancellationToken);

    /// <param name="cancellationToken">Ends the wait; the mail may arrive all the same.</param>
    /// <returns>The mail id: the request's own, or a new one.</returns>
    /// <exception cref="ArgumentException">The request breaks one of <see cref="MailRequestRules"/>, or its deadline
    /// has passed; nothing was published.</exception>
    /// <exception cref="NotConfirmedException">Not confirmed within
    /// <see cref="MailPublisherOptions.Patience"/>.</exception>
    /// <exception cref="BrokerUnavailableException">The broker refuses the account; nothing was published.</exception>
    /// <exception cref="QueueUnusableException">The queue is missing or declared otherwise; nothing was
    /// published.</exception>
    public async Task<Guid> PublishAsync(MailRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var now = Now();
        if (
            MailRequestRules.FirstProblem(request, options.AllowPastDeadlines ? DateTimeOffset.MinValue : now) is
            { } problem
        )
            throw new ArgumentException(problem, nameof(request));
        var id = request.Id is { } own && own != Guid.Empty ? own : NewMailId.At(now);
        var complete = request with
        {
            Id = id,
            PublishedAt = request.PublishedAt ?? now,
            App = request.App ?? options.App,
        };
        using var activity = ClientTelemetry.Source.StartActivity("publish mail request", ActivityKind.Producer);
        activity?.SetTag("maildispatcher.mail", id);
        var started = Stopwatch.GetTimestamp();
        var result = "not_confirmed";
        try
        {
            await _link.PublishAsync(
                () => Properties(complete, now),
                MailRequestCodec.Encode(complete),
                cancellationToken
            );
            result = "confirmed";
            return id;
        }
        catch (Exception e)
            when (e
                    is NotConfirmedException { MayHaveArrived: false }
                        or BrokerUnavailableException
                        or QueueUnusableException
            )
        {
            result = "refused";
            throw;
        }
        finally
        {
            if (result != "confirmed")
                activity?.SetStatus(ActivityStatusCode.Error, result);
            ClientTelemetry.Published(result, Stopwatch.GetElapsedTime(started));
        }
    }

    /// <summary>
    /// Publishes what another publisher wrote, byte for byte and with the priority it gave: for replaying a recording.
    /// Nothing is checked, and the message gets no id but that of its body (see <see cref="MailId"/>).
    /// </summary>
    /// <param name="priority">The AMQP priority; the queue takes one above its levels for its highest.</param>
    /// <exception cref="NotConfirmedException">Not confirmed within
    /// <see cref="MailPublisherOptions.Patience"/>.</exception>
    /// <exception cref="BrokerUnavailableException">The broker refuses the account; nothing was published.</exception>
    /// <exception cref="QueueUnusableException">The queue is missing or declared otherwise; nothing was
    /// published.</exception>
    public Task PublishRecordedAsync(
        ReadOnlyMemory<byte> body,
        byte priority,
        CancellationToken cancellationToken = default
    ) => _link.PublishAsync(() => new BasicProperties { Priority = priority }, body, cancellationToken);

    public ValueTask DisposeAsync() => _link.DisposeAsync();

    // Two publishes of one publisher never bear the same instant, so that of one topic the later is the newer.
    private DateTimeOffset Now()
    {
        while (true)
        {
            var last = Interlocked.Read(ref _lastTicks);
            var next = Math.Max(_time.GetUtcNow().UtcTicks, last + 1);
            if (Interlocked.CompareExchange(ref _lastTicks, next, last) == last)
                return new DateTimeOffset(next, TimeSpan.Zero);
        }
    }

    private BasicProperties Properties(MailRequest request, DateTimeOffset now)
    {
        var properties = new BasicProperties
        {
            MessageId = request.Id!.Value.ToString(),
            ContentType = MailRequestCodec.ContentType,
            Timestamp = new AmqpTimestamp(request.PublishedAt!.Value.ToUnixTimeSeconds()),
            Headers = new Dictionary<string, object?>(),
        };
        // The timestamp property counts whole seconds, too coarse to tell which of two requests is newer.
        properties.Headers[PublishedAtHeader] = request.PublishedAt!.Value.UtcDateTime.ToString(
            "O",
            CultureInfo.InvariantCulture
        );
        // A cancel request is worth most before anything it withdraws is sent; and what knows no date, as a new
        // password, is mostly wanted at once.
        if (options.Queue.Levels > 0)
        {
            properties.Priority = request is { Cancel: true } or { HasDeadline: false }
                ? (byte)Math.Min(Urgency.Today, options.Queue.Levels)
                : Urgency.BrokerLevel(request.Deadline, now, options.Zone, options.Queue.Levels);
        }

        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity)
        {
            properties.Headers["traceparent"] = activity.Id;
            if (activity.TraceStateString is { Length: > 0 } state)
                properties.Headers["tracestate"] = state;
        }

        return properties;
    }
}
