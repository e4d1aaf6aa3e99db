using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Consumer.Ops.Provider;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Core.Provider;
using MailDispatcher.Engine;
using MailDispatcher.Web.View;

namespace MailDispatcher.Consumer.Ops.Health;

/// <summary>
/// Gathers what the health hangs on. Keeps nothing and judges nothing: that is <see cref="HealthModel"/>'s.
/// </summary>
internal sealed class HealthReader(
    DispatcherStatus status,
    BrokerBlock block,
    ProviderCalls calls,
    TemplatePolling templates,
    LoopHeartbeat heartbeat,
    IMailProvider provider,
    IRunCalendar calendar,
    DispatchSettings settings
)
{
    public HealthReading Read(
        DateTimeOffset now,
        MissesAhead? misses,
        IReadOnlyList<ParkedGroup> parked,
        int parkedCount
    )
    {
        var view = status.View;
        var first = FirstDue(view, now);
        return new HealthReading
        {
            Phase = status.Phase,
            BrokerProblem = status.BrokerProblem,
            BrokerBlocked = block.Reason,
            ToldAt = view?.At,
            LoopSilence = heartbeat.Silence,
            Provider = calls.Latest with { RestsUntil = view?.ProviderRestsUntil, AccountFault = view?.ProviderFault },
            Uncertain = view?.Uncertain.Count ?? 0,
            UncertainSince = view?.Uncertain.Min(mail => mail.OpenSince),
            UncertainElsewhere = view?.Uncertain.Count(mail => mail.Provider != provider.Terms.Kind) ?? 0,
            CreditsReadAt = view?.Credits.ReadAt,
            CreditsProblem = view?.Credits.Problem,
            CreditsAreDaily = view?.Credits is { IsDaily: true, Left: not null },
            UnusableTemplates = templates.Unusable(),
            PausedBy = view?.PausedBy,
            MissingFromQueue = view?.Missing?.Count,
            LastDay = view?.LastDay,
            Parked = parkedCount,
            ParkedFirstDue = parked
                .SelectMany(group => group.Mails)
                .Min(mail => mail.Deadline > now ? mail.Deadline : null),
            Waiting = view?.Count ?? 0,
            FirstDue = first,
            Misses = misses,
            Schedule = new ScheduleReading
            {
                IsContinuous = settings.PollsOften,
                LastDue = calendar.LatestAt(RunKind.Hourly, now),
                CarriedOutUntil =
                    view?.CarriedOutUntil.TryGetValue(RunKind.Hourly, out var until) == true ? until : null,
                Next = calendar.NextAfter(RunKind.Hourly, now),
                LastBeforeFirstDue =
                    first is { } due && calendar.LatestAt(RunKind.Hourly, due) is { } last && last > now ? last : null,
            },
        };
    }

    private static DateTimeOffset? FirstDue(DispatchView? view, DateTimeOffset now)
    {
        var deadlines = (view?.Waiting ?? [])
            .Where(row => !row.IsCancel && row.Deadline > now)
            .Select(row => row.Deadline)
            .ToList();
        return deadlines.Count == 0 ? null : deadlines.Min();
    }
}
