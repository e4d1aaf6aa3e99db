namespace MailDispatcher.Core.Policy.Deadline;

/// <summary>
/// How many mails can leave within each span of periods. Windows may overlap: what a span allows is the least sum of
/// windows that together cover it (for nested windows that is exact, and the sets of mails that fit are again the
/// independent sets of a matroid; for windows that cross it is a bound, and what has left is counted exactly as it
/// goes).
/// </summary>
/// <param name="Slack">For the periods a..b at <c>[a * Count + b]</c>, a &lt;= b; the rest is not used.</param>
internal sealed record Capacity(double[] Slack, int Count)
{
    /// <summary>What may leave today, and what each later day brings in the mean.</summary>
    public required Credits Credits { get; init; }

    /// <summary>
    /// The most that there ever is at one moment of today; a mail of several credits needs them at once.
    /// </summary>
    public int MostAtOnce { get; init; } = int.MaxValue;

    /// <summary>The same of later days.</summary>
    public int MostAtOnceLater { get; init; } = int.MaxValue;

    /// <summary>How many credits are lost if none is used today.</summary>
    public double LostToday
    {
        get
        {
            var lost = Slack[0];
            for (var b = 1; b < Count; b++)
                lost = Math.Min(lost, Slack[b] - Slack[Count + b]);
            return lost;
        }
    }

    public static Capacity Of(Credits credits, Horizon horizon) =>
        new(credits.Slack(horizon.Lengths), horizon.Count) { Credits = credits, MostAtOnceLater = credits.ADay };

    /// <param name="windows">Windows of periods, first and last one, and the mails they allow; together they hold every
    /// period.</param>
    public static Capacity Of(IReadOnlyList<(int First, int Last, double Mails)> windows, int count, int aDay)
    {
        var slack = new double[count * count];
        var covered = new double[count + 1];
        for (var a = 0; a < count; a++)
        {
            Array.Fill(covered, double.MaxValue);
            covered[a] = 0;
            for (var p = a; p < count; p++)
                foreach (var (first, last, mails) in windows)
                    for (var end = p; first <= p && end <= last; end++)
                        covered[end + 1] = Math.Min(covered[end + 1], covered[p] + mails);
            var least = double.MaxValue;
            for (var b = count - 1; b >= a; b--)
                slack[a * count + b] = least = Math.Min(least, covered[b + 1]);
        }
        return new Capacity(slack, count) { Credits = new Credits((int)Math.Min(int.MaxValue, slack[0]), aDay, 1) };
    }

    /// <summary>The same with so many more credits today.</summary>
    public Capacity WithMoreToday(int credits)
    {
        var slack = (double[])Slack.Clone();
        for (var b = 0; b < Count; b++)
            slack[b] += credits;
        return this with { Slack = slack, Credits = Credits with { Today = Credits.Today + credits } };
    }
}
