namespace MailDispatcher.Core.Policy.Calendar;

/// <summary>
/// How a plan divides the days ahead: single days first, then spans of several days, as far days need less precision.
/// The last period stands for all days that come after it too.
/// </summary>
internal sealed class Periods
{
    private readonly int[] _ofDay;

    /// <param name="lengths">How many days each period has, today's first; the first is 1, all are 1 or more.</param>
    public Periods(params IReadOnlyList<int> lengths)
    {
        Lengths = [.. lengths];
        _ofDay = [.. lengths.SelectMany((days, period) => Enumerable.Repeat(period, days))];
    }

    public int[] Lengths { get; }

    public int Count => Lengths.Length;

    /// <summary>How many days lie before the last period: new mail is expected of these alone.</summary>
    public int DaysBeforeTheLast => _ofDay.Length - Lengths[^1];

    public static Periods Days(int count) => new([.. Enumerable.Repeat(1, count)]);

    /// <summary>The period of a day, 0 = today; the last one for every day after it.</summary>
    public int OfDay(int day) => day < _ofDay.Length ? _ofDay[day] : Count - 1;

    /// <summary>The first day of a period.</summary>
    public int FirstDay(int period) => Lengths.Take(period).Sum();
}
