using System.Threading.Channels;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.Publisher.Input;
using MailDispatcher.Publisher.Output;

namespace MailDispatcher.Publisher.Publishing;

/// <summary>
/// Publishes entries with many on the way at once, and reports them in their order as the broker confirms them. After
/// the first that is not confirmed it starts no more, and waits for those on the way.
/// </summary>
internal sealed class Pipeline(MailPublisher publisher, TimeProvider clock, TimeZoneInfo zone, IReport report)
{
    /// <summary>
    /// With the one being started and the one being awaited, as many as the publisher lets onto the wire at once: more
    /// would wait there together, and go in any order.
    /// </summary>
    private const int Window = ConfirmedChannel.MaxOutstanding - 2;

    /// <param name="rate">Mails a second of the clock; null for as many as possible.</param>
    public async Task<Tally> RunAsync(
        IAsyncEnumerable<Entry> entries,
        double? rate,
        CancellationToken cancellationToken
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var onTheWay = Channel.CreateBounded<Sent>(
            new BoundedChannelOptions(Window) { SingleReader = true, SingleWriter = true }
        );
        var starting = StartAllAsync(entries, rate, onTheWay.Writer, stop.Token, cancellationToken);
        int published = 0,
            refused = 0,
            notConfirmed = 0;
        string? failure = null;
        await foreach (var (entry, publish) in onTheWay.Reader.ReadAllAsync(CancellationToken.None))
        {
            if (entry is Entry.Refused { Line: var line, Reason: var reason })
            {
                refused++;
                report.Refused(line, reason);
                continue;
            }

            try
            {
                await publish;
                published++;
                report.Published(Describe(entry));
            }
            catch (Exception e)
                when (e
                        is NotConfirmedException
                            or BrokerUnavailableException
                            or QueueUnusableException
                            or OperationCanceledException
                )
            {
                notConfirmed++;
                failure ??= e is OperationCanceledException ? "Interrupted." : e.Message;
                await stop.CancelAsync();
            }
        }

        await starting;
        return new Tally(
            published,
            refused,
            notConfirmed,
            failure ?? (cancellationToken.IsCancellationRequested ? "Interrupted." : null)
        );
    }

    private async Task StartAllAsync(
        IAsyncEnumerable<Entry> entries,
        double? rate,
        ChannelWriter<Sent> onTheWay,
        CancellationToken stop,
        CancellationToken cancellationToken
    )
    {
        var begin = clock.GetTimestamp();
        var started = 0;
        try
        {
            await foreach (var entry in entries.WithCancellation(stop))
            {
                if (rate is { } aSecond && entry is not Entry.Refused)
                {
                    var due = TimeSpan.FromSeconds(started++ / aSecond) - clock.GetElapsedTime(begin);
                    if (due > TimeSpan.Zero)
                        await Task.Delay(due, clock, stop);
                }

                await onTheWay.WriteAsync(new Sent(entry, PublishAsync(entry, cancellationToken)), stop);
            }

            onTheWay.Complete();
        }
        catch (OperationCanceledException)
        {
            onTheWay.Complete();
        }
        catch (IOException e)
        {
            onTheWay.Complete(e);
        }
    }

    private Task PublishAsync(Entry entry, CancellationToken cancellationToken) =>
        entry switch
        {
            Entry.Request { Mail: var mail } => publisher.PublishAsync(mail, cancellationToken),
            Entry.Recorded { Body: var body, Priority: var priority } => publisher.PublishRecordedAsync(
                body,
                priority,
                cancellationToken
            ),
            _ => Task.CompletedTask,
        };

    private string Describe(Entry entry) =>
        entry switch
        {
            Entry.Request { Mail.Cancel: true } => "cancel",
            Entry.Request { Mail: { HasDeadline: false } mail } => $"template {mail.Template}",
            Entry.Request { Mail: var mail } => Line(mail.Template, Urgency.Of(mail.Deadline, clock.GetUtcNow(), zone)),
            Entry.Recorded { Body: var body, Priority: var priority } => MailRequestCodec.Decode(body)
                is DecodedMail.Valid { Request.Template: var template }
                ? Line(template, priority)
                : $"unreadable  urgency {priority}",
            _ => "",
        };

    private static string Line(int template, int urgency) => $"template {template}  urgency {urgency}";
}
