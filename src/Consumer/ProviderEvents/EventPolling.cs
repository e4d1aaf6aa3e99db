using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Provider;
using MailDispatcher.Engine;
using MailDispatcher.MailManager.Events;

namespace MailDispatcher.Consumer.ProviderEvents;

/// <summary>
/// Reads the provider's event log while this dispatcher leads, for what no webhook told: because there is none, or
/// because some posts were lost. What is new goes into the journal, and then up to which moment the log was read. If it
/// dies midway, the next leader reads from the last such moment; what is read twice counts once.
/// </summary>
internal sealed partial class EventPolling(
    DaemonSettings settings,
    IProviderEvents provider,
    BlockedContactsSync blocked,
    DispatcherStatus status,
    TimeProvider time,
    ILogger<EventPolling> logger
) : BackgroundService
{
    /// <summary>Events show in the log some time after they happened; how long, nobody publishes.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    /// <summary>The log of a mail that is older tells nothing that the journal could still use.</summary>
    private static readonly TimeSpan LongestBack = TimeSpan.FromDays(7);

    // Of 300 an hour, which questions after lost answers draw on too.
    private const int MostCalls = 100;
    private const int MostEventsARecord = 500;

    // Real time: a fast clock must not ask the provider faster than it allows.
    private static readonly TimeSpan FirstAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MirrorEvery = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The provider's list of blocked addresses is mirrored whether its event log is read or not.
        var (polls, every) = (settings.Delivery.PollEvery is not null, settings.Delivery.PollEvery ?? MirrorEvery);
        if (!settings.Delivery.ReadsProvider)
            return;
        var pause = every < FirstAfter ? every : FirstAfter;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(pause, TimeProvider.System, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
                return;
            pause = every;
            if (status.Loop is not { } loop)
                continue;
            try
            {
                if (polls)
                    await PollAsync(loop, stoppingToken);
                await blocked.RefreshAsync(loop, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is TimeoutException or OperationCanceledException)
            {
                // The session has ended meanwhile; the next leader goes on.
            }
            catch (Exception e)
            {
                Log.Unforeseen(logger, e);
            }
        }
    }

    private async Task PollAsync(DispatchLoop loop, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow();
        var known = await loop.ReadAsync(p => p.Dispatcher.EventsCompleteUntil).WaitAsync(Patience, cancellationToken);
        var from = known is { } last && last > until - LongestBack ? last : until - LongestBack;
        var missing = 0;
        for (var (call, offset) = (0, 0); ; call++)
        {
            // The log's days are of a zone that nobody publishes.
            var page =
                call < MostCalls
                    ? await provider.ReadAsync(
                        DateOnly.FromDateTime((from - Overlap).UtcDateTime).AddDays(-1),
                        DateOnly.FromDateTime(until.UtcDateTime),
                        offset,
                        cancellationToken
                    )
                    : new EventPage.Unknown($"{MostCalls} readings did not hold it", null);
            if (page is EventPage.Unknown unknown)
            {
                Log.NotRead(logger, unknown.Reason, known is { } full ? $"known in full until {full:u}" : "not known");
                return;
            }

            var read = (EventPage.Read)page;
            missing += await StoreAsync(loop, read.Events, cancellationToken);
            offset += read.Rows;
            if (read.Rows < provider.MostRows || read.Oldest < from - Overlap)
                break;
        }

        await RecordAsync(
            loop,
            [
                new JournalEvent.EventLogRead
                {
                    At = time.GetUtcNow(),
                    From = from,
                    Until = until,
                    Missing = missing,
                },
            ],
            cancellationToken
        );
    }

    /// <returns>How many were not known.</returns>
    private async Task<int> StoreAsync(
        DispatchLoop loop,
        IReadOnlyList<ProviderEvent> told,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var stored = 0;
        foreach (var part in told.Chunk(MostEventsARecord))
        {
            var reports = part.Select(e =>
                    ReportedEvents.Of(e, ReportSource.EventLog, settings.Delivery.Addresses, now)
                )
                .OfType<JournalEvent.ProviderReported>()
                .ToList();
            // Of copies, and of mails that the journal does not know, nothing is to be told; the list of blocked
            // addresses has theirs.
            var events = await loop.ReadAsync(projection =>
                    reports
                        .Where(r =>
                            projection.Find(r.Mail) is { } state
                            && !state.Delivery.Has(r.Report)
                            && !r.IsOfCopy(state.Credits, state.Person)
                        )
                        .DistinctBy(r => (r.Mail, r.Report))
                        .ToList<JournalEvent>()
                )
                .WaitAsync(Patience, cancellationToken);
            if (events.Count > 0)
                await RecordAsync(loop, events, cancellationToken);
            stored += events.Count;
        }

        return stored;
    }

    private static Task<string?> RecordAsync(
        DispatchLoop loop,
        IReadOnlyList<JournalEvent> events,
        CancellationToken cancellationToken
    ) => loop.RecordAsync(events, _ => null).WaitAsync(Patience, cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The provider's event log could not be read to its end: {Reason}. What became of mails is {Standing}; "
                + "it is read again later."
        )]
        public static partial void NotRead(ILogger logger, string reason, string standing);

        [LoggerMessage(2, LogLevel.Error, "Reading the provider's event log failed in a way that nobody foresaw.")]
        public static partial void Unforeseen(ILogger logger, Exception failure);
    }
}
