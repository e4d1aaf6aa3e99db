using MailDispatcher.Broker.Parking;
using MailDispatcher.Client;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Ports;
using MailDispatcher.Engine;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>
/// Discards parked mail that has been kept for long enough, once a warning has stood in the journal for its time. The
/// journal is the memory of both: whoever leads next warns of nothing twice, and discards nothing early. If it dies
/// between the journal's entry and the message's removal, the next pass removes the message and notes nothing more.
/// </summary>
internal sealed partial class ParkedDiscarding(
    DispatcherStatus status,
    OperatorActions actions,
    DaemonSettings settings,
    TimeProvider time,
    ILogger<ParkedDiscarding> logger
) : BackgroundService
{
    /// <summary>Who discards, as the journal names it.</summary>
    public const string By = "retention";

    // Longer than the broker may take to store an event.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // Each pass takes all parked mail in hand for a moment.
    private static readonly TimeSpan PassEvery = TimeSpan.FromHours(1);

    private volatile object? _announced;

    private ParkedRetention Retention => settings.ParkedRetention;

    /// <summary>
    /// Parked mails that are discarded within the time that a warning stands; null while nobody has looked.
    /// </summary>
    public int? Announced => Retention.IsOn ? (int?)_announced : 0;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!Retention.IsOn)
            return;
        using var timer = new PeriodicTimer(PassEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (status.Loop is not { } loop)
                    _announced = null;
                else if (status.ParkedCount == 0)
                    _announced = 0;
                else
                    await actions.OnAllParkedAsync((parked, mails) => PassAsync(loop, parked, mails), stoppingToken);
            }
            catch (Exception e) when (e is SessionLostException or QueueUnusableException or TimeoutException)
            {
                Log.NotDone(logger, e.Message);
            }
        }
    }

    private async Task PassAsync(DispatchLoop loop, ParkedMailActions parked, IReadOnlyList<ParkedMail> mails)
    {
        var now = time.GetUtcNow();
        var (warnings, known) = await loop.ReadAsync(memory =>
                (memory.Dispatcher.DiscardWarnings, mails.Select(mail => memory.Find(mail.Note.Mail)).ToList())
            )
            .WaitAsync(Patience);
        var next = Retention.WarningAt(now);
        var (unwarned, announced, discarded) = (0, 0, 0);
        foreach (var (mail, state) in mails.Zip(known))
        {
            var from = CountsFrom(mail);
            var at = Retention.DiscardAt(from, warnings);
            if (at <= now)
                discarded += await DiscardAsync(parked, mail, state);
            else if (at <= next.DiscardAt)
                announced++;
            else if (at is null && from <= next.CountedUntil)
                unwarned++;
        }

        if (unwarned > 0)
            await AnnounceAsync(loop, next, unwarned, now);
        _announced = announced + unwarned;
        if (discarded == 0)
            return;
        Log.Discarded(logger, discarded);
        JournalEvent[] done =
        [
            new JournalEvent.Operated
            {
                At = now,
                By = By,
                Action = OperatorActionWords.Of(OperatorAction.Discard, discarded),
            },
        ];
        await loop.RecordAsync(done, _ => null).WaitAsync(Patience);
    }

    private async Task AnnounceAsync(DispatchLoop loop, DiscardWarning warning, int count, DateTimeOffset now)
    {
        JournalEvent[] announcement =
        [
            new JournalEvent.DiscardAnnounced
            {
                At = now,
                CountedUntil = warning.CountedUntil,
                DiscardAt = warning.DiscardAt,
                Count = count,
            },
        ];
        await loop.RecordAsync(announcement, _ => null).WaitAsync(Patience);
        Log.Announced(logger, count, warning.DiscardAt);
    }

    /// <returns>How many mails were given up by it.</returns>
    private static async Task<int> DiscardAsync(ParkedMailActions parked, ParkedMail mail, MailState? known)
    {
        var isParkedByThis =
            known is null || (known.Settled is Settlement.Parked && known.ParkedTimes <= mail.Note.Number);
        if (isParkedByThis)
        {
            await parked.DiscardAsync(mail, By, ICheckpoints.Unwatched);
            return 1;
        }

        // A copy that a crash left behind: of a mail that is settled since, or that a person sent back.
        if (known!.Settled is not null || known.RetriedParking >= mail.Note.Number)
            await parked.TakeAwayAsync(mail);
        return 0;
    }

    /// <summary>From when on a parked mail's time counts; null for one that is never discarded by itself.</summary>
    public static DateTimeOffset? CountsFrom(ParkedMail mail) =>
        ParkedRetention.CountsFrom(
            mail.Note.MayBeSent,
            mail.Note.At == DateTimeOffset.MinValue ? null : mail.Note.At,
            mail.Request is { Cancel: false } request ? request.Deadline : null
        );

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "{Count} parked mails will be discarded after {DiscardAt:u} (Parked__RetentionDays): retry, mend or "
                + "discard them before; the page says of each when."
        )]
        public static partial void Announced(ILogger logger, int count, DateTimeOffset discardAt);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "{Count} parked mails were discarded because their time was over (Parked__RetentionDays)."
        )]
        public static partial void Discarded(ILogger logger, int count);

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "Parked mail could not be looked through for what is to be discarded: {Reason}. It is tried again."
        )]
        public static partial void NotDone(ILogger logger, string reason);
    }
}
