using System.Globalization;
using MailDispatcher.Broker.Connecting;
using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Reports;

namespace MailDispatcher.Consumer.Ops.Days;

/// <summary>
/// Reports each day of credits that has ended: one event in the journal, then one line in the log. The event keeps a restart
/// and the next dispatcher from reporting the day again, and lets them report one that ended while nobody was at work. If
/// the process dies between the two, the line is missing; the page and <c>consumer report</c> tell the day all the same.
/// </summary>
public sealed partial class DayEnd(OperatorActions desk, DispatcherStatus status, CreditDay day, TimeProvider time, ILogger<DayEnd> logger) : BackgroundService
{
    private const int MostDaysBack = 7;

    // Also what a mail in hand at the reset is given to be answered.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (status.Phase is DispatcherPhase.Leading && desk.Session is { } session) await ReportAsync(session);
            }
            catch (BrokerLostException e)
            {
                Log.NotReported(logger, e.Message);
            }
        }
    }

    private async Task ReportAsync(Session session)
    {
        var memory = session.Memory;
        if (memory.Since is not { } since) return;
        var today = day.Of(time.GetUtcNow() - LookEvery);
        var first = memory.DaysReported?.AddDays(1) ?? day.Of(since);
        if (first < today.AddDays(-MostDaysBack)) first = today.AddDays(-MostDaysBack);
        for (var date = first; date < today; date = date.AddDays(1))
        {
            var report = DayReport.Of(memory, date, day, time.GetUtcNow());
            await session.Journal.AppendAsync(new JournalEvent.DayEnded
            {
                At = time.GetUtcNow(), Day = date, Sent = report.Book.Sent, Missed = report.Missed, SufficientCredits = report.SufficientCredits,
            });
            var missed = string.Join(", ", report.Templates.Where(t => t.Missed > 0).Select(t => $"{t.Template} {t.Missed}"));
            Log.Ended(logger, date, report.Outcome, missed.Length == 0 ? "none" : missed, report.Book.Superseded, report.Book.Parked, report.Waiting,
                report.Book.CreditsLeft?.ToString(CultureInfo.InvariantCulture) ?? "an unknown number of", report.Plan);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Day {Day:yyyy-MM-dd} ended: {Outcome} (missed by template: {Missed}); {Superseded} superseded, {Parked} parked, {Waiting} in the pending queue, {CreditsLeft} credits left; {Plan}.")]
        public static partial void Ended(ILogger logger, DateOnly day, string outcome, string missed, int superseded, int parked, int waiting, string creditsLeft, string plan);

        [LoggerMessage(2, LogLevel.Warning, "The day's end could not be written down: {Reason}. It is tried again.")]
        public static partial void NotReported(ILogger logger, string reason);
    }
}
