using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Consumer.Metrics;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Consumer.Ops;

/// <summary>
/// The gauges: each reads its whole value when asked. Those that speak of mails, credits and runs are the active
/// dispatcher's alone; a standby knows none of it and leaves them out.
/// </summary>
internal sealed class Gauges(
    DispatcherMetrics metrics, DispatcherStatus status, IRunCalendar calendar, ForecastCache forecast, CreditDay day,
    DispatchSettings settings, TimeProvider time)
{
    private static readonly (RunKind Kind, string Name)[] Scheduled = [(RunKind.Hourly, "hourly"), (RunKind.EndOfDay, "end_of_day")];

    private Projection? Memory => status.Phase == DispatcherPhase.Standby ? null : status.Memory;

    private PendingSnapshot? PendingSnapshot => Memory is null ? null : status.PendingSnapshot;

    private IEnumerable<PendingMail> Waiting => PendingSnapshot?.Waiting ?? [];

    public void Register()
    {
        AddProcess();
        AddWaiting();
        AddCredits();
        AddRuns();
    }

    private void AddProcess()
    {
        metrics.Gauge("maildispatcher_is_leader", "1 on the active dispatcher, 0 on a standby.", () => status.Phase == DispatcherPhase.Leading ? 1 : 0);
        metrics.Gauge("maildispatcher_broker_connected", "1 while the broker can be used.", () => status.Phase == DispatcherPhase.Connecting ? 0 : 1);
        metrics.Gauge("maildispatcher_provider_fault", "1 while the account is at fault (key refused, suspended).", () => Memory is { } m ? Flag(m.ProviderFault is not null) : null);
        metrics.Gauge("maildispatcher_paused", "1 while a person has paused dispatching.", () => Memory is { } m ? Flag(m.PausedBy is not null) : null);
        metrics.Gauge("maildispatcher_clock_timestamp_seconds", "The dispatcher's clock.", () => time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
        metrics.Gauge("maildispatcher_build_info", "Always 1; the version is the label.", "version",
            () => [KeyValuePair.Create(typeof(Gauges).Assembly.GetName().Version!.ToString(3), 1.0)]);
    }

    private void AddWaiting()
    {
        metrics.Gauge("maildispatcher_waiting_mails", "Mails in the pending queue at the last look.", "class",
            () => PendingSnapshot?.ByClass.Select(pair => KeyValuePair.Create(pair.Key, (double)pair.Value)) ?? []);
        metrics.Gauge("maildispatcher_oldest_waiting_timestamp_seconds", "When the mail that waits longest was published; none where none waits.", "class",
            () => Waiting.GroupBy(c => UrgencyClass.Of(c.Deadline, time.GetUtcNow()))
                .Select(mails => KeyValuePair.Create(mails.Key, Seconds(mails.Min(c => c.Arrived)))));
        metrics.Gauge("maildispatcher_looked_timestamp_seconds", "When the pending queue was last looked into.", () => PendingSnapshot is { } look ? Seconds(look.At) : null);
        metrics.Gauge("maildispatcher_parked_mails", "Messages that a person must look at.", () => PendingSnapshot is null ? null : status.ParkedCount);
        metrics.Gauge("maildispatcher_uncertain_mails", "Mails with an attempt whose outcome nobody knows.", () => Memory?.Uncertain().Count);
        metrics.Gauge("maildispatcher_oldest_uncertain_timestamp_seconds", "The first attempt of the mail that is uncertain longest; none where none is.",
            () => Memory?.Uncertain().Min(m => m.OpenSince) is { } oldest ? Seconds(oldest) : null);
        metrics.Gauge("maildispatcher_forecast_missed_mails", "Waiting mails that will miss their deadline if the policy and the credits stay as they are.", "class",
            () => PendingSnapshot is not null && forecast.Current() is { } expected ? Misses(expected.Forecast) : []);
        metrics.Gauge("maildispatcher_mails_due_before_reset", "Waiting mails whose deadline comes before the next credits do.",
            () => PendingSnapshot is { } look ? Deadlines(look).Count(deadline => deadline > time.GetUtcNow() && deadline <= day.ResetAfter(time.GetUtcNow())) : null);
    }

    private void AddCredits()
    {
        metrics.Gauge("maildispatcher_credits_remaining", "Credits left: the last reading less what was attempted since.", () => Memory?.Credits.Left);
        metrics.Gauge("maildispatcher_credits_read_timestamp_seconds", "When the provider last told the credits.",
            () => Memory?.Credits.ReadAt is { } at ? Seconds(at) : null);
        metrics.Gauge("maildispatcher_credits_read_success", "1 when the provider answered the last question for the credits, 0 when it did not.",
            () => Memory is not null && metrics.LastReadingSucceeded is { } succeeded ? Flag(succeeded) : null);
        metrics.Gauge("maildispatcher_credits_reset_timestamp_seconds", "When the day's unused credits are lost and new ones come.",
            () => Memory is null ? null : Seconds(day.ResetAfter(time.GetUtcNow())));
        metrics.Gauge("maildispatcher_credits_drift", "Provider's count less ours at the last reading; negative when somebody else spends.",
            () => Memory is { Credits: { ReadAt: not null } credits } ? credits.Drift : null);
    }

    private void AddRuns()
    {
        metrics.Gauge("maildispatcher_last_run_timestamp_seconds", "When a run of this kind last ended, however it ended.", "run",
            () => OfRuns(kind => Memory?.LastRun(kind)));
        metrics.Gauge("maildispatcher_run_due_timestamp_seconds",
            "When the first run is, or was, due after the last one that was carried out: in the past for as long as runs are missing.", "run",
            () => OfRuns(DueAt));
    }

    // What the last run of an earlier day left undone nobody can make up for: those credits are gone.
    private DateTimeOffset? DueAt(RunKind kind)
    {
        // The deadline policy looks all the time and has no runs to miss.
        if (settings.PollsOften || Memory?.CarriedOutUntil(kind) is not { } last) return null;
        var today = day.StartOf(day.Of(time.GetUtcNow()));
        return calendar.NextAfter(kind, kind == RunKind.EndOfDay && last < today ? today.AddTicks(-1) : last);
    }

    private static IEnumerable<KeyValuePair<string, double>> OfRuns(Func<RunKind, DateTimeOffset?> read) =>
        Scheduled.Select(run => (run.Name, At: read(run.Kind))).Where(run => run.At is not null)
            .Select(run => KeyValuePair.Create(run.Name, Seconds(run.At!.Value)));

    private static IEnumerable<KeyValuePair<string, double>> Misses(Forecast forecast)
    {
        var misses = forecast.Mails.OfType<MailForecast.Misses>().CountBy(m => UrgencyClass.Of(m.Mail.Deadline, forecast.MadeAt)).ToDictionary();
        return UrgencyClass.All.Select(c => KeyValuePair.Create(c, (double)misses.GetValueOrDefault(c)));
    }

    // A cancel request has no deadline, and an uncertain mail has perhaps been sent.
    private static IEnumerable<DateTimeOffset> Deadlines(PendingSnapshot look) =>
        look.Waiting.Where(c => !c.Request.Cancel && !c.State.IsInFlight).Select(c => c.Deadline).Concat(look.Beyond);

    private static double Flag(bool on) => on ? 1 : 0;

    private static double Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds();
}
