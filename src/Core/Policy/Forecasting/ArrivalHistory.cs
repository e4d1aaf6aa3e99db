namespace MailDispatcher.Core.Policy.Forecasting;

/// <summary>What each past day brought, and which of them are like a given day. Never changes.</summary>
public sealed class ArrivalHistory
{
    public static ArrivalHistory None { get; } = new(DateOnly.MinValue, []);

    private readonly DateOnly first;
    private readonly ProfileGroup[][] days;
    private Remembered? remembered;

    internal ArrivalHistory(DateOnly first, ProfileGroup[][] days) => (this.first, this.days) = (first, days);

    /// <summary>How many days are known, the quiet ones between them included.</summary>
    public int Days => days.Length;

    /// <summary>
    /// What today and the days after it would bring if each were like a past day: one scenario for each of the past days
    /// most like today, best first; a single empty one without history.
    /// </summary>
    internal IReadOnlyList<DemandScenario> ScenariosFrom(DateOnly today, int most, int horizon)
    {
        var known = remembered;
        if (known is not null && known.Today == today && known.Most == most && known.Horizon == horizon) return known.Scenarios;
        var scenarios = Make(today, most, horizon);
        remembered = new Remembered(today, most, horizon, scenarios);
        return scenarios;
    }

    /// <summary>The past days like that day: the same weekday, then the same kind (working day or week-end), latest first.</summary>
    internal IReadOnlyList<DateOnly> DaysLike(DateOnly day)
    {
        var past = Enumerable.Range(0, days.Length).Select(i => first.AddDays(days.Length - 1 - i));
        var alike = past.Where(d => IsWeekEnd(d) == IsWeekEnd(day)).OrderByDescending(d => d.DayOfWeek == day.DayOfWeek).ToList();
        return alike.Count > 0 ? alike : [.. past];
    }

    private DemandScenario[] Make(DateOnly today, int most, int horizon)
    {
        if (days.Length == 0) return [DemandScenario.Empty];
        var alike = Enumerable.Range(0, horizon).Select(j => DaysLike(today.AddDays(j))).ToArray();
        var scenarios = new DemandScenario[Math.Clamp(alike[0].Count, 1, Math.Max(1, most))];
        for (var k = 0; k < scenarios.Length; k++)
            scenarios[k] = DemandScenario.Of([.. alike.Select(d => days[d[k % d.Count].DayNumber - first.DayNumber])], horizon);
        return scenarios;
    }

    private static bool IsWeekEnd(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private sealed record Remembered(DateOnly Today, int Most, int Horizon, IReadOnlyList<DemandScenario> Scenarios);
}
