namespace MailDispatcher.Core.Policy.Forecasting;

/// <summary>
/// How many times what a past day brought a coming day brings, because there is more mail now, or less. Weeks are held
/// against each other, since each has every weekday once; the last days tell first that something changed. A difference
/// that chance makes too counts for nothing.
/// </summary>
internal sealed class ArrivalTrend
{
    private const int Week = 7;
    private const int LastDays = 3;

    // Of Poisson's numbers fewer than one in three hundred lie so far from where they should. Mail comes in heaps, too:
    // of few mails nothing is concluded.
    private const double Deviations = 3;
    private const int Few = 60;
    private const double LeastChange = 1.12;
    private const double MostChange = 4;

    private readonly double[] _weeks = [];
    private readonly double _now;
    private readonly double _growth = 1;

    /// <param name="days">What each past day brought, rare bursts left out.</param>
    public ArrivalTrend(IReadOnlyList<ProfileGroup[]> days)
    {
        if (days.Count < 2 * Week)
            return;
        var mails = days.Select(day => (double)day.Sum(g => g.Times.Length)).ToArray();
        _weeks = [.. Enumerable.Range(0, mails.Length - Week + 1).Select(i => mails[i..(i + Week)].Sum())];
        _now = _weeks[^1];
        var lately = Change(mails[^LastDays..].Sum(), mails[^(LastDays + Week)..^Week].Sum());
        if (lately != 1)
            _now = _weeks[^(1 + Week)] * lately;
        if (days.Count >= 3 * Week)
            _growth = GrowthADay(lately);
    }

    /// <param name="day">The past day, 0 for the first that is known.</param>
    /// <param name="ahead">The coming day, 0 for today.</param>
    public double Of(int day, int ahead)
    {
        if (_weeks.Length == 0)
            return 1;
        var level = Change(_now, _weeks[Math.Clamp(day - Week / 2, 0, _weeks.Length - 1)]);
        // The middle of the last week is four days before today.
        return Math.Clamp(level * Math.Pow(_growth, ahead + (Week + 1) / 2), 1 / MostChange, MostChange);
    }

    // One week more than another is a step. A slope shows in three weeks, and in the last days as well.
    private double GrowthADay(double lately)
    {
        double[] changes =
        [
            lately,
            Change(_weeks[^1], _weeks[^(1 + Week)]),
            Change(_weeks[^(1 + Week)], _weeks[^(1 + 2 * Week)]),
        ];
        var slope =
            changes.Min() > 1 ? changes.Min()
            : changes.Max() < 1 ? changes.Max()
            : 1;
        return Math.Pow(slope, 1.0 / Week);
    }

    private static double Change(double mails, double before)
    {
        var times = mails / Math.Max(1, before);
        var isChance =
            Math.Max(mails, before) < Few || Math.Abs(mails - before) < Deviations * Math.Sqrt(mails + before);
        return isChance || times is > 1 / LeastChange and < LeastChange ? 1 : times;
    }
}
