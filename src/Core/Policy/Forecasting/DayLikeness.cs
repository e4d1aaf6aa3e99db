namespace MailDispatcher.Core.Policy.Forecasting;

/// <summary>
/// How much each past day says about a coming one: the same weekday most, another day of its kind (working day or
/// week-end) less, the other kind little; half as much for every three weeks of age.
/// </summary>
internal sealed class DayLikeness(DateOnly first, int days)
{
    private const double SameKind = 0.4;
    private const double OtherKind = 0.05;
    private const double HalfLifeDays = 21;

    /// <summary>All past days, the most telling first, each with its weight.</summary>
    public IReadOnlyList<(DateOnly Day, double Weight)> Of(DateOnly day) =>
        [
            .. Enumerable
                .Range(0, days)
                .Select(i => first.AddDays(i))
                .Select(past => (past, WeightOf(past, day)))
                .OrderByDescending(d => d.Item2)
                .ThenByDescending(d => d.past),
        ];

    private double WeightOf(DateOnly past, DateOnly day)
    {
        var age = Math.Max(0, first.DayNumber + days - past.DayNumber);
        var like =
            past.DayOfWeek == day.DayOfWeek ? 1
            : IsWeekEnd(past) == IsWeekEnd(day) ? SameKind
            : OtherKind;
        return like * Math.Pow(0.5, age / HalfLifeDays);
    }

    private static bool IsWeekEnd(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
