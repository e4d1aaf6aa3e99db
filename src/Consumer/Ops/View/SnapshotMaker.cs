using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Consumer.Metrics;
using MailDispatcher.Consumer.Ops.Health;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Names;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Provider;
using MailDispatcher.Core.Reports;
using MailDispatcher.Engine;
using MailDispatcher.Web.View;

namespace MailDispatcher.Consumer.Ops.View;

/// <summary>
/// Puts the snapshot together from what status, journal memory, calendar and forecast tell. The one place that does.
/// </summary>
internal sealed class SnapshotMaker(
    DaemonSettings settings,
    DispatcherStatus status,
    HealthReader health,
    IRunCalendar calendar,
    IMailProvider provider,
    DispatcherMetrics metrics
)
{
    private const int NextSends = 10;
    private const int EventsShown = 50;

    private readonly CreditDay _day = new(settings.Dispatch.Zone);

    public OpsSnapshot Make(DateTimeOffset now, ForecastByMail? forecast, IReadOnlyList<ParkedGroup> parked)
    {
        var view = status.View;
        var clock = new TimeFormat(settings.Dispatch.Zone, now);
        var events = view?.Events ?? [];
        var held = (view?.HeldPerPerson ?? []).ToDictionary(hold => hold.Mail);
        var rows = Rows(view?.Waiting ?? [], held, clock, forecast);
        var waiting = view?.Count ?? 0;
        var today = view?.Today ?? new DayCounts(_day.Of(now));
        List<WindowCredits> windows = [.. (view?.Windows ?? []).Select(w => w.At(now, _day))];
        var credits = Credits(view?.Credits, now, today, rows, forecast) with
        {
            AllowedToday = windows.Where(w => w.Window is Window.Day).Min(w => (int?)w.Left),
            Windows = Rows(windows),
        };
        var misses = forecast is null ? null : Misses(now, rows, forecast);
        var parkedCount = parked.Count > 0 ? parked.Sum(group => group.Count) : status.ParkedCount;
        var verdict = HealthModel.Judge(health.Read(now, misses, parked, parkedCount), clock);
        return new OpsSnapshot
        {
            At = now,
            Account = settings.Ops.Account,
            Zone = settings.Dispatch.Zone.Id,
            Version = typeof(SnapshotMaker).Assembly.GetName().Version!.ToString(3),
            Phase = status.Phase,
            Policy = settings.Dispatch.Policy,
            Headline = verdict.Headline,
            Health = verdict.Statuses,
            Credits = credits,
            LookedAt = view?.At,
            WaitingCount = waiting,
            HeldCount = held.Count,
            HeldInStorm = held.Values.Count(hold => hold.IsStorm),
            UnsafePublishes = metrics.UnsafePublishes,
            Misses = misses,
            Waiting = rows,
            NextSends = [.. rows.Where(row => row.SendAt is not null).Take(NextSends)],
            ParkedCount = parkedCount,
            Parked = parked,
            Uncertain =
            [
                .. (view?.Uncertain ?? []).OrderBy(mail => mail.Deadline).Select(mail => Uncertain(mail, now)),
            ],
            Today = DayHours.Of(today),
            Events = [.. EventWords.Of(events).Take(EventsShown)],
            NextRuns =
            [
                .. (settings.Dispatch.PollsOften ? [] : new[] { RunKind.Hourly, RunKind.EndOfDay })
                    .Select(kind => (kind, At: calendar.NextAfter(kind, now)))
                    .Where(run => run.At is not null)
                    .Select(run => new NextRun(EventWords.NameOf(run.kind), run.At!.Value))
                    .OrderBy(run => run.At),
            ],
            PausedBy = view?.PausedBy,
            EventsCompleteUntil = view?.EventsCompleteUntil,
        };
    }

    private List<WaitingRow> Rows(
        IReadOnlyList<PendingRow> mails,
        Dictionary<Guid, PersonHold> held,
        TimeFormat clock,
        ForecastByMail? forecast
    ) =>
        [
            .. mails
                .Where(mail => !mail.IsCancel)
                .Select(mail => new WaitingRow
                {
                    Id = mail.Id,
                    Template = MailTemplate.NameOf(mail.Waiting.Template),
                    Topic = mail.Topic,
                    Urgency = Urgency.Of(mail.Deadline, clock.Now, settings.Dispatch.Zone),
                    Arrived = mail.Arrived,
                    Deadline = mail.Deadline,
                    Credits = mail.Waiting.Credits,
                    SendAt = forecast?.SendAt(mail.Id),
                    Misses =
                        forecast is null || mail.IsInFlight ? null
                        : mail.Deadline <= clock.Now ? true
                        : forecast.Misses(mail.Id),
                    Why = () =>
                        mail.IsInFlight ? "uncertain: it must be cleared up first"
                        : mail.Deadline <= clock.Now ? "its deadline has passed; the next look settles it"
                        : held.TryGetValue(mail.Id, out var hold) ? PersonHoldWords.Of(hold, clock)
                        : settings.Dispatch.Quiet.Hold(mail.Waiting.Template, mail.Deadline, clock.Now) is { } until
                            ? $"in its template's quiet hours; it may go from {clock.At(until)}"
                        : forecast?.Why(mail.Id),
                })
                .OrderBy(row => row.SendAt ?? DateTimeOffset.MaxValue)
                .ThenBy(row => row.Deadline)
                .ThenBy(row => row.Arrived),
        ];

    private CreditsToday Credits(
        CreditStanding? balance,
        DateTimeOffset now,
        DayCounts today,
        List<WaitingRow> rows,
        ForecastByMail? forecast
    )
    {
        var reset = _day.ResetAfter(now);
        var promised = forecast is null
            ? (int?)null
            : Math.Min(rows.Where(row => row.SendAt < reset).Sum(row => row.Credits), balance?.Left ?? int.MaxValue);
        return new CreditsToday
        {
            Left = balance?.Left,
            IsUnlimited = balance?.IsUnlimited ?? false,
            IsDaily = balance?.IsDaily ?? false,
            Sent = today.Sent,
            Spent = today.CreditsSpent,
            Promised = promised,
            Reserved = forecast is null
                ? null
                : Math.Min(forecast.Reserve, Math.Max(0, (balance?.Left ?? 0) - (promised ?? 0))),
            ReadAt = balance?.ReadAt,
            ResetAt = reset,
            Drift = balance?.Drift ?? 0,
        };
    }

    private static List<WindowRow> Rows(List<WindowCredits> windows)
    {
        var binding = WindowCredits.Binding(windows);
        return windows.ConvertAll(w => new WindowRow(
            w.Window.ToString(),
            w.Window.Mails,
            w.Left,
            w.MoreAt,
            w == binding
        ));
    }

    private static MissesAhead Misses(DateTimeOffset now, List<WaitingRow> rows, ForecastByMail forecast)
    {
        var missing = rows.Where(row => row.Misses == true).ToList();
        var urgent = missing.Count(row => UrgencyClasses.Of(row.Deadline, now) == UrgencyClass.Urgent);
        return new MissesAhead(
            missing.Count,
            urgent,
            missing.Count == 0 ? null : missing.Min(row => row.Deadline),
            forecast.Forecast.CreditsMissing,
            forecast.Forecast.BeyondHelp,
            forecast.Forecast.ChanceThatTodaySuffices
        );
    }

    private UncertainRow Uncertain(MailState mail, DateTimeOffset now) =>
        new(
            mail.Id,
            mail.OpenSince ?? now,
            mail.Deadline,
            mail.LastReason ?? "no answer yet",
            UncertainRule.Next(
                provider.Terms,
                now - (mail.OpenSince ?? now),
                now - (mail.AttemptedAt ?? now),
                maySend: true
            ) switch
            {
                _ when mail.Provider != provider.Terms.Kind =>
                    $"It went to {EnumName.Of(mail.Provider)}: set Provider__Kind back, or it is parked.",
                UncertainStep.Wait => "The call may still be on its way.",
                UncertainStep.Repeat => "It is repeated under the same key.",
                UncertainStep.Ask => "The provider's event log is asked.",
                UncertainStep.GiveUp => "Nobody can be asked: it is parked.",
                _ => throw new InvalidOperationException("A step without words."),
            }
        );
}
