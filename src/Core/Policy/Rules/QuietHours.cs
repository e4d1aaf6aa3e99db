namespace MailDispatcher.Core.Policy.Rules;

/// <summary>
/// Hours of each day in which mails of some templates do not go: whoever gets them sleeps. A mail that would miss its
/// deadline by that goes all the same, for late news is worse than a phone that rings at night.
/// </summary>
public sealed class QuietHours(TimeZoneInfo zone, IReadOnlyDictionary<int, QuietSpan> byTemplate)
{
    private readonly CreditDay _day = new(zone);

    public static QuietHours None { get; } = new(TimeZoneInfo.Utc, new Dictionary<int, QuietSpan>());

    public bool AreOn => byTemplate.Count > 0;

    public bool Concern(int template) => byTemplate.ContainsKey(template);

    /// <summary>When a mail may go.</summary>
    /// <param name="notBefore">When it might go without quiet hours; null for at once.</param>
    /// <returns>The end of the quiet hours in which that lies, else <paramref name="notBefore"/>.</returns>
    public DateTimeOffset? Hold(
        int template,
        DateTimeOffset deadline,
        DateTimeOffset now,
        DateTimeOffset? notBefore = null
    )
    {
        if (!byTemplate.TryGetValue(template, out var span))
            return notBefore;
        var local = _day.In(notBefore > now ? notBefore.Value : now);
        var time = TimeOnly.FromTimeSpan(local.TimeOfDay);
        if (!time.IsBetween(span.From, span.To))
            return notBefore;
        var date = DateOnly.FromDateTime(local.DateTime);
        var end = _day.At(span.To <= time ? date.AddDays(1) : date, span.To);
        return end < deadline ? end : notBefore;
    }

    /// <summary>When the next quiet hours of any template begin; null when there are none.</summary>
    public DateTimeOffset? BeginAfter(DateTimeOffset now)
    {
        var today = _day.Of(now);
        return byTemplate
            .Values.SelectMany(span => new[] { _day.At(today, span.From), _day.At(today.AddDays(1), span.From) })
            .Where(at => at > now)
            .Select(at => (DateTimeOffset?)at)
            .Min();
    }
}
