using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Consumer.Journal;
using MailDispatcher.Consumer.Policy;
using MailDispatcher.Consumer.Settings;

namespace MailDispatcher.Consumer.Ops.View;

/// <summary>Asks for the forecast of what waits now, in the situation in which the next run would decide.</summary>
public sealed class Foreseer(
    DispatcherStatus status, IDispatchPolicy policy, IForecaster forecaster, ValueTable values, DaemonSettings daemon)
{
    private readonly DispatchSettings _settings = daemon.Dispatch;
    private readonly CreditDay _day = new(daemon.Dispatch.Zone);

    /// <summary>Null while nothing is known of the waiting room or of the credits: a forecast on a guess is none.</summary>
    public Foresight? Foresee(DateTimeOffset now)
    {
        if (status.Memory is not { } memory || status.LookedAt is null || CreditsOf(memory.Credits, now) is not { } credits) return null;
        var waiting = status.Waiting
            .Where(mail => !mail.Request.Cancel && mail.State is { Settled: null, IsUncertain: false } && mail.Deadline > now)
            .Select(mail => mail.AsWaiting(values)).ToList();
        var situation = new Situation
        {
            Kind = _settings.LooksOften ? RunKind.Tick : RunKind.Hourly,
            Now = now,
            Waiting = waiting,
            Credits = credits,
            CreditsADay = _settings.CreditsADay,
            History = memory.HistoryBefore(now),
        };
        var forecast = forecaster.Foresee(situation);
        var goes = forecast.Mails.OfType<MailForecast.Goes>().ToDictionary(m => m.Mail.Id);
        var misses = forecast.Mails.OfType<MailForecast.Misses>().ToDictionary(m => m.Mail.Id);
        // The hourly policy keeps nothing back: its runs come and go.
        var decision = _settings.LooksOften ? policy.Decide(situation) : null;
        var places = decision is null ? Places(goes.Values) : [];
        return new Foresight(goes.ToDictionary(m => m.Key, m => m.Value.At), Why, forecast.CreditsMissing, forecast.ChanceThatTodaySuffices, decision?.Reserve ?? 0);

        string? Why(Guid id) =>
            misses.TryGetValue(id, out var miss) ? miss.Why
            : !goes.TryGetValue(id, out var mail) ? null
            : decision is null ? places[id]
            : decision.WhyKeptBack(mail.Mail) ?? "the plan can spare a credit for it now";
    }

    /// <summary>The place of each mail in its run.</summary>
    private static Dictionary<Guid, string> Places(IEnumerable<MailForecast.Goes> goes)
    {
        var places = new Dictionary<Guid, string>();
        foreach (var run in goes.GroupBy(m => m.At))
        {
            var mails = run.OrderBy(m => m.Mail.Deadline).ThenBy(m => m.Mail.Arrived).ToList();
            for (var i = 0; i < mails.Count; i++) places[mails[i].Mail.Id] = $"place {i + 1} of {mails.Count} by its deadline";
        }

        return places;
    }

    // A reading of an earlier day says nothing of the credits that have come since.
    private CreditsLeft? CreditsOf(CreditLedger ledger, DateTimeOffset now) => ledger switch
    {
        { ReadAt: null } => null,
        { IsUnlimited: true } => new CreditsLeft.Unlimited(),
        { Daily: true, ReadAt: { } readAt } when _day.ResetAfter(readAt) <= now => new CreditsLeft.Today(_settings.CreditsADay),
        { Daily: true } => new CreditsLeft.Today(ledger.Left ?? 0),
        _ => new CreditsLeft.Balance(ledger.Left ?? 0),
    };
}
