using MailDispatcher.Engine;

namespace MailDispatcher.Consumer.Ops.View;

/// <summary>
/// A forecast by mail, with the reason of each mail's place. What page, commands and gauges show is this one.
/// </summary>
internal sealed class ForecastByMail(Forecast forecast, SendableMails choice)
{
    private readonly Dictionary<Guid, MailForecast> _mails = forecast.Mails.ToDictionary(m => m.Mail.Id);

    // The hourly policy decides at its runs: there a mail's place is its place in the run.
    private readonly Dictionary<Guid, string> _places = forecast.Decision is null
        ? Places(forecast.Mails.OfType<MailForecast.Goes>())
        : [];

    public Forecast Forecast => forecast;

    /// <summary>Credits kept back for urgent mail that is still expected today.</summary>
    public int Reserve => forecast.Decision?.Reserve ?? 0;

    /// <summary>When a mail goes; null when it will not be on time, or came after the forecast was made.</summary>
    public DateTimeOffset? SendAt(Guid mail) =>
        (_mails.GetValueOrDefault(choice.With(mail) ?? mail) as MailForecast.Goes)?.At;

    /// <summary>Null for a mail that came after the forecast was made.</summary>
    public bool? Misses(Guid mail) =>
        _mails.TryGetValue(mail, out var known) ? known is MailForecast.Misses
        : SendAt(mail) is null ? null
        : false;

    /// <summary>
    /// Why a mail has its place, or misses, in words; null for one that came after the forecast was made.
    /// </summary>
    public string? Why(Guid mail) =>
        _mails.GetValueOrDefault(mail) switch
        {
            null => choice.With(mail) is { } with
                ? $"goes as one with mail {with} to the same person, because credits are short"
                : null,
            MailForecast.Misses misses => misses.Why,
            { } goes when forecast.Decision is { } decision => decision.WhyKeptBack(goes.Mail)
                ?? "the plan can spare a credit for it now",
            _ => _places[mail],
        };

    private static Dictionary<Guid, string> Places(IEnumerable<MailForecast.Goes> goes)
    {
        var places = new Dictionary<Guid, string>();
        foreach (var run in goes.GroupBy(m => m.At))
        {
            var mails = run.OrderBy(m => m.Mail.Deadline).ThenBy(m => m.Mail.Arrived).ToList();
            for (var i = 0; i < mails.Count; i++)
                places[mails[i].Mail.Id] = $"place {i + 1} of {mails.Count} by its deadline";
        }

        return places;
    }
}
