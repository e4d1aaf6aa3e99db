using MailDispatcher.Consumer.Policy;
using MailDispatcher.Consumer.Settings;

namespace MailDispatcher.Consumer.Ops.View;

/// <summary>The forecast of what waits now, with the reason of each mail's place.</summary>
public sealed class Foreseer(ForecastDesk desk, IDispatchPolicy policy, DispatchSettings settings)
{
    /// <summary>Null while nothing is known of the waiting room or of the credits: a forecast on a guess is none.</summary>
    public Foresight? Foresee()
    {
        if (desk.CurrentOf() is not var (forecast, situation)) return null;
        var goes = forecast.Mails.OfType<MailForecast.Goes>().ToDictionary(m => m.Mail.Id);
        var misses = forecast.Mails.OfType<MailForecast.Misses>().ToDictionary(m => m.Mail.Id);
        // The hourly policy keeps nothing back: its runs come and go.
        var decision = settings.LooksOften ? policy.Decide(situation) : null;
        var places = decision is null ? Places(goes.Values) : [];
        return new Foresight(
            goes.ToDictionary(m => m.Key, m => m.Value.At), misses.Keys.ToHashSet(), Why, forecast.CreditsMissing,
            forecast.ChanceThatTodaySuffices, decision?.Reserve ?? 0);

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
}
