namespace MailDispatcher.Core.Policy.Deadline;

/// <summary>
/// The dearest set of mails that can all be on time, of those that wait and those that one scenario expects. Mails are
/// unit jobs with a window of days, days have credits: the sets that fit are the independent sets of a transversal
/// matroid, so taking mails by falling value and keeping each that still fits is exact. It fits when for all days
/// a &lt;= b the kept mails whose windows lie inside a..b number at most the credits of a..b (Hall's condition).
/// Costs (groups + expected) x days^2, whatever the number of mails.
/// </summary>
internal sealed class Plan
{
    private readonly double[] slackFromToday;

    private Plan(int[] kept, double[] slackFromToday, double price, double expectedToday) =>
        (Kept, this.slackFromToday, Price, ExpectedToday) = (kept, slackFromToday, price, expectedToday);

    /// <summary>How many mails of each waiting group the plan keeps.</summary>
    public int[] Kept { get; }

    /// <summary>
    /// What one credit less today would cost: the least value served within the first days that are full; 0 when none is.
    /// Infinite on a day without a credit: no mail is worth one that is not there.
    /// </summary>
    public double Price { get; }

    /// <summary>How many mails the rest of today is taken to bring.</summary>
    public double ExpectedToday { get; }

    public static Plan Make(WaitingGroups waiting, DemandScenario scenario, int second, double caution, Credits credits, int days)
    {
        var slack = credits.Slack(days);
        var kept = new int[waiting.Groups.Length];
        var cheapest = new double[days];
        Array.Fill(cheapest, double.MaxValue);
        var next = 0;
        foreach (ref readonly var expected in scenario.Expected.AsSpan())
        {
            for (; next < kept.Length && waiting.Groups[next].Level >= expected.Level; next++) KeepWaiting(next);
            if (Keep(slack, days, expected.Release, expected.Last, expected.Count(second, caution)) > 0)
                cheapest[expected.Last] = expected.Group.Value;
        }
        for (; next < kept.Length; next++) KeepWaiting(next);
        var price = credits.Today == 0 ? double.PositiveInfinity : PriceOf(slack.AsSpan(0, days), cheapest);
        return new Plan(kept, slack[..days], price, scenario.MailsAfter(second) * caution);

        void KeepWaiting(int group)
        {
            var of = waiting.Groups[group];
            kept[group] = (int)(Keep(slack, days, of.Release, of.Last, waiting.Counts[group]) + 1e-9);
            if (kept[group] > 0) cheapest[of.Last] = waiting.Cheapest[group];
        }
    }

    /// <summary>
    /// How many kept mails with this last day can go today without pushing a kept mail past its deadline: every credit
    /// that the days before that one have to spare, counted from today.
    /// </summary>
    public int RoomToday(int last)
    {
        var room = double.MaxValue;
        for (var b = 0; b < last; b++) room = Math.Min(room, slackFromToday[b]);
        return (int)(room + 1e-9); // more than an int holds becomes the most that it holds
    }

    /// <summary>Some kept mails with this last day go today.</summary>
    public void Spend(int last, int mails)
    {
        for (var b = 0; b < last; b++) slackFromToday[b] -= mails;
    }

    private static double Keep(double[] slack, int days, int release, int last, double count)
    {
        var fits = count;
        for (var a = 0; a <= release && fits > 0; a++)
            foreach (var left in slack.AsSpan(a * days + last, days - last))
                fits = Math.Min(fits, left);
        if (fits <= 0) return 0;
        for (var a = 0; a <= release; a++)
            foreach (ref var left in slack.AsSpan(a * days + last, days - last))
                left -= fits;
        return fits;
    }

    private static double PriceOf(ReadOnlySpan<double> slackFromToday, ReadOnlySpan<double> cheapest)
    {
        var least = double.MaxValue;
        for (var b = 0; b < slackFromToday.Length; b++)
        {
            least = Math.Min(least, cheapest[b]);
            if (slackFromToday[b] < 1) return least;
        }
        return 0;
    }
}
