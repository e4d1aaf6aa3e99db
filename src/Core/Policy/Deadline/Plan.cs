namespace MailDispatcher.Core.Policy.Deadline;

/// <summary>
/// The dearest set of mails that can all be on time, of those that wait and those that one scenario expects. Mails are
/// unit jobs with a window of periods, periods have credits: the sets that fit are the independent sets of a
/// matroid, so taking mails by falling value and keeping each that still fits is exact. It fits when for all periods
/// a &lt;= b the kept mails whose windows lie inside a..b number at most the credits of a..b (Hall's condition).
/// Costs (groups + expected) x periods^2, whatever the number of mails.
/// </summary>
internal sealed class Plan
{
    private readonly double[] _slackFromToday;
    private readonly double[] _cheapest;
    private readonly double[] _refused;
    private readonly double[] _dearer;

    private Plan(
        int[] kept,
        double[] slackFromToday,
        double[] cheapest,
        double[] refused,
        double[] dearer,
        bool noCredit
    )
    {
        (Kept, _slackFromToday, _cheapest, _refused, _dearer) = (kept, slackFromToday, cheapest, refused, dearer);
        Price = noCredit ? double.PositiveInfinity : PriceUntil(slackFromToday, cheapest, slackFromToday.Length);
    }

    /// <summary>How many mails of each waiting group the plan keeps.</summary>
    public int[] Kept { get; }

    /// <summary>
    /// What one credit less today would cost: the least value served within the first periods that are full; 0 when
    /// none is. Infinite without a credit today: no mail is worth one that is not there.
    /// </summary>
    public double Price { get; }

    /// <summary>How many mails the rest of today is taken to bring, a flood left out.</summary>
    public double ExpectedToday { get; private init; }

    public static Plan Make(
        WaitingGroups waiting,
        DemandScenario scenario,
        int second,
        double caution,
        Capacity capacity
    )
    {
        var count = capacity.Count;
        var slack = (double[])capacity.Slack.Clone();
        var kept = new int[waiting.Groups.Length];
        var dearer = new double[kept.Length];
        var (cheapest, cheapestAbove, refused) = (new double[count], new double[count], new double[count]);
        Array.Fill(cheapest, double.MaxValue);
        var level = int.MaxValue;
        var noCredit = slack[0] <= 0;
        var next = 0;
        foreach (ref readonly var expected in scenario.Expected.AsSpan())
        {
            for (; next < kept.Length && waiting.Groups[next].Level >= expected.Level; next++)
                KeepWaiting(next);
            Enter(expected.Level);
            var asked = expected.Count(second, caution);
            var fits = Keep(slack, count, expected.Release, expected.Last, asked);
            if (fits > 0)
                cheapest[expected.Last] = expected.Value;
            if (fits < asked)
                refused[expected.Last] = Math.Max(refused[expected.Last], expected.Value);
        }
        for (; next < kept.Length; next++)
            KeepWaiting(next);
        return new Plan(kept, slack[..count], cheapest, refused, dearer, noCredit)
        {
            ExpectedToday = scenario.MailsAfter(second) * caution,
        };

        void KeepWaiting(int group)
        {
            var of = waiting.Groups[group];
            Enter(of.Level);
            kept[group] = (int)(Keep(slack, count, of.Release, of.Last, waiting.Counts[group]) + 1e-9);
            if (kept[group] > 0)
                cheapest[of.Last] = waiting.Cheapest[group];
            if (kept[group] == waiting.Counts[group])
                return;
            refused[of.Last] = Math.Max(refused[of.Last], waiting.Cheapest[group]);
            dearer[group] = noCredit
                ? double.PositiveInfinity
                : PriceUntil(slack.AsSpan(0, count), cheapestAbove, count);
        }

        void Enter(int next)
        {
            if (next == level)
                return;
            level = next;
            cheapest.CopyTo(cheapestAbove, 0);
        }
    }

    /// <summary>
    /// How many kept mails with this last period can go today without pushing a kept mail past its deadline: every
    /// credit that the periods before that one have to spare, counted from today.
    /// </summary>
    public int RoomToday(int last)
    {
        var room = double.MaxValue;
        for (var b = 0; b < last; b++)
            room = Math.Min(room, _slackFromToday[b]);
        return (int)(room + 1e-9); // more than an int holds becomes the most that it holds
    }

    /// <summary>How many mails of a waiting group can go today without loss.</summary>
    public int FreeToday(int group, int last) => last == 0 ? Kept[group] : Math.Min(Kept[group], RoomToday(last));

    /// <summary>
    /// What is lost when one more mail of that value goes today than can go without loss: the dearer mail that the
    /// credit would have served, less the mail's own value; or, when the plan serves it on a later day, less what its
    /// place on that day then serves.
    /// </summary>
    public double LossToday(int group, int last, double value)
    {
        var room = last == 0 ? double.MaxValue : RoomToday(last);
        if (Kept[group] <= room)
            return Math.Max(0, _dearer[group] - value);
        var (tightest, least, instead) = (double.MaxValue, double.MaxValue, 0.0);
        for (var (b, cheap) = (0, double.MaxValue); b < last; b++)
        {
            cheap = Math.Min(cheap, _cheapest[b]);
            if (_slackFromToday[b] < tightest)
                (tightest, least) = (_slackFromToday[b], cheap);
        }
        for (var b = last; b < _refused.Length; b++)
            instead = Math.Max(instead, _refused[b]);
        return least == double.MaxValue ? 0 : Math.Max(0, least - instead);
    }

    /// <summary>Some kept mails with this last period go today.</summary>
    public void Spend(int last, int mails)
    {
        for (var b = 0; b < last; b++)
            _slackFromToday[b] -= mails;
    }

    private static double Keep(double[] slack, int count, int release, int last, double mails)
    {
        var fits = mails;
        for (var a = 0; a <= release && fits > 0; a++)
            foreach (var left in slack.AsSpan(a * count + last, count - last))
                fits = Math.Min(fits, left);
        if (fits <= 0)
            return 0;
        for (var a = 0; a <= release; a++)
            foreach (ref var left in slack.AsSpan(a * count + last, count - last))
                left -= fits;
        return fits;
    }

    private static double PriceUntil(ReadOnlySpan<double> slackFromToday, ReadOnlySpan<double> cheapest, int last)
    {
        var least = double.MaxValue;
        for (var b = 0; b < last; b++)
        {
            least = Math.Min(least, cheapest[b]);
            if (slackFromToday[b] < 1)
                return least == double.MaxValue ? 0 : least;
        }
        return 0;
    }
}
