using System.Globalization;
using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Reports;
using MailDispatcher.Engine;

namespace MailDispatcher.Consumer.Ops.Days;

/// <summary>
/// Reports each day of credits that has ended: one event in the journal, then one line in the log. The event keeps a
/// restart and the next dispatcher from reporting the day again, and lets them report one that ended while nobody was
/// at work. If the process dies between the two, the line is missing; the page and <c>consumer report</c> tell the day
/// all the same.
/// </summary>
internal sealed partial class DayEnd(DispatcherStatus status, CreditDay day, TimeProvider time, ILogger<DayEnd> logger)
    : BackgroundService
{
    private const int MostDaysBack = 7;

    // Longer than the broker may take to store an event.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // Also what a mail in hand at the reset is given to be answered.
    private static readonly TimeSpan PollInterval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(PollInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (status.Loop is { } loop)
                    await ReportAsync(loop);
            }
            catch (TimeoutException e)
            {
                Log.NotReported(logger, e.Message);
            }
        }
    }

    private async Task ReportAsync(DispatchLoop loop)
    {
        var (since, reported) = await loop.ReadAsync(projection =>
                (projection.Since, projection.Dispatcher.DaysReported)
            )
            .WaitAsync(Patience);
        if (since is null)
            return;
        var today = day.Of(time.GetUtcNow() - PollInterval);
        var first = reported?.AddDays(1) ?? day.Of(since.Value);
        if (first < today.AddDays(-MostDaysBack))
            first = today.AddDays(-MostDaysBack);
        for (var date = first; date < today; date = date.AddDays(1))
        {
            var (ended, now) = (date, time.GetUtcNow());
            var report = await loop.ReadAsync(projection => DayReport.Of(projection, ended, day, now))
                .WaitAsync(Patience);
            JournalEvent[] events =
            [
                new JournalEvent.DayEnded
                {
                    At = now,
                    Day = date,
                    Sent = report.Counts.Sent,
                    Missed = report.Missed,
                    SufficientCredits = report.SufficientCredits,
                },
            ];
            await loop.RecordAsync(events, _ => null).WaitAsync(Patience);
            var missed = string.Join(
                ", ",
                report.Templates.Where(t => t.Missed > 0).Select(t => $"{t.Template} {t.Missed}")
            );
            Log.Ended(
                logger,
                date,
                report.Outcome,
                missed.Length == 0 ? "none" : missed,
                report.Delivery ?? "what became of them was not told",
                report.Counts.Superseded,
                report.Counts.Parked,
                report.Waiting,
                report.Counts.CreditsLeft?.ToString(CultureInfo.InvariantCulture) ?? "an unknown number of",
                report.Plan
            );
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "Day {Day:yyyy-MM-dd} ended: {Outcome} (missed by template: {Missed}); {Delivery}; "
                + "{Superseded} superseded, {Parked} parked, {Waiting} in the pending queue, "
                + "{CreditsLeft} credits left; {Plan}."
        )]
        public static partial void Ended(
            ILogger logger,
            DateOnly day,
            string outcome,
            string missed,
            string delivery,
            int superseded,
            int parked,
            int waiting,
            string creditsLeft,
            string plan
        );

        [LoggerMessage(2, LogLevel.Warning, "The day's end could not be written down: {Reason}. It is tried again.")]
        public static partial void NotReported(ILogger logger, string reason);
    }
}
