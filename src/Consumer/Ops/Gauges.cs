using System.Globalization;
using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Consumer.Metrics;
using MailDispatcher.Consumer.Ops.Health;
using MailDispatcher.Consumer.Ops.Provider;
using MailDispatcher.Consumer.Ops.View;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Core.Names;
using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Policy;
using MailDispatcher.Engine;
using MailDispatcher.Web.Access;

namespace MailDispatcher.Consumer.Ops;

/// <summary>
/// The gauges: each reads its whole value when asked. Those that speak of mails, credits and runs are the active
/// dispatcher's alone; a standby knows none of it and leaves them out.
/// </summary>
internal sealed partial class Gauges(
    DispatcherMetrics metrics,
    DispatcherStatus status,
    BrokerBlock block,
    ProviderCalls calls,
    TemplatePolling templates,
    LoopHeartbeat heartbeat,
    LogBuffer log,
    SignInThrottle signIn,
    IRunCalendar calendar,
    ForecastCache forecast,
    CreditDay day,
    ParkedDiscarding discarding,
    DispatchSettings settings,
    TimeProvider time
)
{
    private static readonly (RunKind Kind, string Name)[] Scheduled =
    [
        (RunKind.Hourly, "hourly"),
        (RunKind.EndOfDay, "end_of_day"),
    ];

    private DispatchView? View => status.View;

    public void Register()
    {
        AddProcess();
        AddWaiting();
        AddPeople();
        AddCredits();
        AddRuns();
    }

    private void AddProcess()
    {
        metrics.Gauge(
            "maildispatcher_is_leader",
            "1 on the active dispatcher, 0 on a standby.",
            () => status.Phase == DispatcherPhase.Leading ? 1 : 0
        );
        metrics.Gauge(
            "maildispatcher_broker_connected",
            "1 while the broker can be used.",
            () => status.Phase == DispatcherPhase.Connecting ? 0 : 1
        );
        metrics.Gauge(
            "maildispatcher_broker_blocked",
            "1 while the broker takes no messages (memory, disk).",
            () => Flag(block.Reason is not null)
        );
        metrics.Gauge(
            "maildispatcher_provider_answering",
            "1 when the provider answered its last call, 0 when it did not.",
            () =>
                View is null || calls.Latest is { AnsweredAt: null, FailingSince: null }
                    ? null
                    : Flag(calls.Latest.FailingSince is null)
        );
        metrics.Gauge(
            "maildispatcher_loop_silence_seconds",
            "How long the dispatcher has not moved although work is due; 0 while it moves.",
            () => heartbeat.Silence?.TotalSeconds ?? 0
        );
        metrics.Gauge(
            "maildispatcher_log_lines_dropped",
            "Lines of the log that were dropped because nobody read them in time, since the start.",
            () => log.Dropped
        );
        metrics.Gauge(
            "maildispatcher_failed_sign_ins",
            "Wrong tokens that were shown, since the start.",
            () => signIn.Failures
        );
        metrics.Gauge(
            "maildispatcher_unsendable_mails",
            "Waiting mails whose template the provider lacks or has switched off.",
            () => View is null ? null : templates.Unusable().Sum(t => t.Waiting)
        );
        metrics.Gauge(
            "maildispatcher_resting_mails",
            "Waiting mails of each template that rests because the provider refused it.",
            "template",
            () =>
                (View?.RestingTemplates ?? []).Select(rest =>
                    KeyValuePair.Create(
                        rest.Template.ToString(CultureInfo.InvariantCulture),
                        (double)View!.Waiting.Count(row => !row.IsCancel && row.Waiting.Template == rest.Template)
                    )
                )
        );
        metrics.Gauge(
            "maildispatcher_provider_fault",
            "1 while the account is at fault (key refused, suspended).",
            () => View is { } v ? Flag(v.ProviderFault is not null) : null
        );
        metrics.Gauge(
            "maildispatcher_paused",
            "1 while a person has paused dispatching.",
            () => View is { } v ? Flag(v.PausedBy is not null) : null
        );
        metrics.Gauge(
            "maildispatcher_clock_timestamp_seconds",
            "The dispatcher's clock.",
            () => time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0
        );
        metrics.Gauge(
            "maildispatcher_build_info",
            "Always 1; the version is the label.",
            "version",
            () => [KeyValuePair.Create(typeof(Gauges).Assembly.GetName().Version!.ToString(3), 1.0)]
        );
    }

    private void AddWaiting()
    {
        metrics.Gauge(
            "maildispatcher_waiting_mails",
            "Mails in the pending queue at the last look.",
            "class",
            () => View?.ByClass.Select(pair => KeyValuePair.Create(EnumName.Of(pair.Key), (double)pair.Value)) ?? []
        );
        metrics.Gauge(
            "maildispatcher_oldest_waiting_timestamp_seconds",
            "When the mail that waits longest was published; none where none waits.",
            "class",
            () =>
                (View?.Waiting ?? [])
                    .GroupBy(c => UrgencyClasses.Of(c.Deadline, time.GetUtcNow()))
                    .Select(mails => KeyValuePair.Create(EnumName.Of(mails.Key), Seconds(mails.Min(c => c.Arrived))))
        );
        metrics.Gauge(
            "maildispatcher_looked_timestamp_seconds",
            "When the pending queue was last looked into.",
            () => View is { } look ? Seconds(look.At) : null
        );
        metrics.Gauge(
            "maildispatcher_missing_mails",
            "Mails that the journal knows to wait and no queue holds.",
            () => View?.Missing?.Count
        );
        metrics.Gauge(
            "maildispatcher_parked_mails",
            "Messages that a person must look at.",
            () => View is null ? null : status.ParkedCount
        );
        metrics.Gauge(
            "maildispatcher_parked_to_discard_mails",
            "Parked mails that are discarded within a day because their time is over.",
            () => View is null ? null : discarding.Announced
        );
        metrics.Gauge(
            "maildispatcher_uncertain_mails",
            "Mails with an attempt whose outcome nobody knows.",
            () => View?.Open
        );
        metrics.Gauge(
            "maildispatcher_oldest_uncertain_timestamp_seconds",
            "The first attempt of the mail that is uncertain longest; none where none is.",
            () => View?.Uncertain.Min(m => m.OpenSince) is { } oldest ? Seconds(oldest) : null
        );
        metrics.Gauge(
            "maildispatcher_forecast_missed_mails",
            "Waiting mails that will miss their deadline if the policy and the credits stay as they are.",
            "class",
            () => View is not null && forecast.Current() is { } expected ? Misses(expected.Forecast) : []
        );
        metrics.Gauge(
            "maildispatcher_mails_due_before_reset",
            "Waiting mails whose deadline comes before the next credits do.",
            () =>
                View is { } look
                    ? Deadlines(look)
                        .Count(deadline => deadline > time.GetUtcNow() && deadline <= day.ResetAfter(time.GetUtcNow()))
                    : null
        );
    }

    private void AddRuns()
    {
        metrics.Gauge(
            "maildispatcher_last_run_timestamp_seconds",
            "When a run of this kind last ended, however it ended.",
            "run",
            () => OfRuns(kind => View?.LastRuns.TryGetValue(kind, out var at) == true ? at : null)
        );
        metrics.Gauge(
            "maildispatcher_run_due_timestamp_seconds",
            "When the first run is, or was, due after the last one that was carried out: in the past for as long as "
                + "runs are missing.",
            "run",
            () => OfRuns(DueAt)
        );
    }

    // What the last run of an earlier day left undone nobody can make up for: those credits are gone.
    private DateTimeOffset? DueAt(RunKind kind)
    {
        // The deadline policy looks all the time and has no runs to miss.
        if (settings.PollsOften || View is not { } view || !view.CarriedOutUntil.TryGetValue(kind, out var last))
            return null;
        var today = day.StartOf(day.Of(time.GetUtcNow()));
        return calendar.NextAfter(kind, kind == RunKind.EndOfDay && last < today ? today.AddTicks(-1) : last);
    }

    private static IEnumerable<KeyValuePair<string, double>> OfRuns(Func<RunKind, DateTimeOffset?> read) =>
        Scheduled
            .Select(run => (run.Name, At: read(run.Kind)))
            .Where(run => run.At is not null)
            .Select(run => KeyValuePair.Create(run.Name, Seconds(run.At!.Value)));

    private static IEnumerable<KeyValuePair<string, double>> Misses(Forecast forecast)
    {
        var misses = forecast
            .Mails.OfType<MailForecast.Misses>()
            .CountBy(m => UrgencyClasses.Of(m.Mail.Deadline, forecast.MadeAt))
            .ToDictionary();
        return Enum.GetValues<UrgencyClass>()
            .Select(c => KeyValuePair.Create(EnumName.Of(c), (double)misses.GetValueOrDefault(c)));
    }

    // A cancel request has no deadline, and an uncertain mail has perhaps been sent.
    private static IEnumerable<DateTimeOffset> Deadlines(DispatchView look) =>
        look.Waiting.Where(c => !c.IsCancel && !c.IsInFlight).Select(c => c.Deadline);

    private static double Flag(bool on) => on ? 1 : 0;

    private static double Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds();
}
