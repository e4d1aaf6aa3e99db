namespace MailDispatcher.Core.Policy.Forecasting;

/// <summary>
/// How likely it is that a flood still comes today, and what it would bring. Floods of all weekdays count alike, for
/// months, and half of the chance is spread evenly over the day: one that came at noon may come at three the next time.
/// While little is known floods are supposed beforehand, of less and of more than half a day's credits of the dearest
/// mail.
/// </summary>
internal sealed class FloodMemory
{
    private const double DaysBelieved = 4;
    private const double SupposedAtFirst = 0.1;
    private const double DaysItMatters = 1.5;
    private const double LeastSupposed = 0.01;
    private const int MostKinds = 4;
    private static readonly double[] SharesSupposed = [0.35, 0.7];
    private const double SecondsADay = 86_400;
    private const double Spread = 5400;

    private readonly IReadOnlyList<Flood> _floods;
    private readonly double _learned;
    private readonly double _supposed;

    public FloodMemory(IReadOnlyList<ProfileGroup[]> days)
    {
        _floods = FloodFinder.In(days);
        _learned = _floods.Count / (days.Count + DaysBelieved);
        // To the fourth: after two days nothing is left of it.
        _supposed = SupposedAtFirst * Math.Pow(DaysItMatters / (DaysItMatters + days.Count), 4);
    }

    /// <summary>Floods of small, middle and large size, each with its share of those that came.</summary>
    public IEnumerable<(Flood Flood, double Chance)> Kinds(int creditsADay)
    {
        var bySize = _floods.OrderBy(f => f.Mails).ToArray();
        var kinds = Math.Min(MostKinds, bySize.Length);
        for (var k = 0; k < kinds; k++)
            yield return (bySize[(2 * k + 1) * bySize.Length / (2 * kinds)], _learned / kinds);
        if (_supposed < LeastSupposed || creditsADay == 0)
            yield break;
        foreach (var share in SharesSupposed)
            yield return (Supposed((int)Math.Ceiling(share * creditsADay)), _supposed / SharesSupposed.Length);
    }

    /// <summary>What share of a day's chance of a flood is left, so many seconds into the day.</summary>
    public double LeftAfter(int second)
    {
        var even = Math.Max(0, 1 - second / SecondsADay);
        if (_floods.Count == 0)
            return even;
        return 0.5 * even + 0.5 * _floods.Average(f => Math.Clamp((f.Second + Spread - second) / (2 * Spread), 0, 1));
    }

    private static Flood Supposed(int mails) =>
        new(0, [new FloodGroup(ValueLevel.Of(2 * ValueTable.Dearest), 2 * ValueTable.Dearest, mails)]);
}
