namespace MailDispatcher.Core.Policy.Deadline;

/// <summary>
/// The dearest set of mails that can all be on time, of those that wait and those that one scenario expects. Mails are
/// unit jobs with a window of periods, periods have credits: the sets that fit are the independent sets of a
/// matroid, so taking mails by falling value and keeping each that still fits is exact. It fits when for all periods
/// a &lt;= b the kept mails whose windows lie inside a..b number at most the credits of a..b (Hall's condition).
/// Costs (groups + expected) x periods^2, whatever the number of mails.
/// A mail of several credits is as many jobs, all in one period: it is kept whole or not at all, before whatever is
/// worth less. That is greedy and not exact (a knapsack would be), and never more than can be paid for, except in
/// periods of several days, whose days may each be left with fewer credits than such a mail costs.
/// </summary>
internal sealed class Plan
{
    private readonly WaitingGroup[] _groups;
    private readonly int[] _putToday;
    private readonly double[] _slackFromToday;
    private readonly double[] _cheapest;
    private readonly double[] _refused;
    private readonly double[] _dearer;

    private Plan(
        WaitingGroup[] groups,
        int[] kept,
        int[] putToday,
        double[] slackFromToday,
        double[] cheapest,
        double[] refused,
        double[] dearer,
        bool noCredit
    )
    {
        (_groups, Kept, _putToday, _slackFromToday) = (groups, kept, putToday, slackFromToday);
        (_cheapest, _refused, _dearer) = (cheapest, refused, dearer);
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
        // The credits of those of several credits that the plan has put on today.
        var putToday = new int[kept.Length];
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
        return new Plan(waiting.Groups, kept, putToday, slack[..count], cheapest, refused, dearer, noCredit)
        {
            ExpectedToday = scenario.MailsAfter(second) * caution,
        };

        void KeepWaiting(int group)
        {
            var of = waiting.Groups[group];
            Enter(of.Level);
            if (of.Credits > 1)
                kept[group] = KeepWhole(group);
            else
                kept[group] = (int)(Keep(slack, count, of.Release, of.Last, waiting.Counts[group]) + 1e-9);
            if (kept[group] > 0 && of.Credits == 1)
                cheapest[of.Last] = waiting.Cheapest[group];
            if (kept[group] == waiting.Counts[group])
                return;
            // A single credit does not serve one that needs several.
            if (of.Credits == 1)
                refused[of.Last] = Math.Max(refused[of.Last], waiting.Cheapest[group]);
            dearer[group] = noCredit
                ? double.PositiveInfinity
                : PriceUntil(slack.AsSpan(0, count), cheapestAbove, count, of.Credits);
        }

        // As late as they fit, which leaves the sooner credits to others.
        int KeepWhole(int group)
        {
            var (of, mails) = (waiting.Groups[group], 0);
            for (var p = of.Last; p >= of.Release && mails < waiting.Counts[group]; p--)
            {
                if (of.Credits > (p == 0 ? capacity.MostAtOnce : capacity.MostAtOnceLater))
                    continue;
                var wanted = (waiting.Counts[group] - mails) * (double)of.Credits;
                var fits = Keep(slack, count, p, p, wanted);
                var whole = (int)((fits + 1e-9) / of.Credits);
                GiveBack(slack, count, p, fits - whole * (double)of.Credits);
                if (whole == 0)
                    continue;
                cheapest[p] = waiting.Cheapest[group];
                mails += whole;
                putToday[group] = p == 0 ? whole * of.Credits : 0;
            }

            return mails;
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
    /// How many credits can be spent today on kept mails with this last period without pushing a kept mail past its
    /// deadline: all that the periods before that one have to spare, counted from today.
    /// </summary>
    public int RoomToday(int last)
    {
        var room = double.MaxValue;
        for (var b = 0; b < last; b++)
            room = Math.Min(room, _slackFromToday[b]);
        return (int)(room + 1e-9); // more than an int holds becomes the most that it holds
    }

    /// <summary>How many mails of a waiting group can go today without loss.</summary>
    public int FreeToday(int group, int last) =>
        last == 0 ? Kept[group] : Math.Min(Kept[group], MailsToday(group, last));

    /// <summary>
    /// What is lost when one more mail of that value goes today than can go without loss: the dearer mail that the
    /// credit would have served, less the mail's own value; or, when the plan serves it on a later day, less what its
    /// place on that day then serves. Of one of several credits each costs so much.
    /// </summary>
    public double LossToday(int group, int last, double value)
    {
        var credits = _groups[group].Credits;
        if (last == 0 || Kept[group] <= MailsToday(group, last))
            return Math.Max(0, credits * _dearer[group] - value);
        var (tightest, least, instead) = (double.MaxValue, double.MaxValue, 0.0);
        for (var (b, cheap) = (0, double.MaxValue); b < last; b++)
        {
            cheap = Math.Min(cheap, _cheapest[b]);
            if (_slackFromToday[b] < tightest)
                (tightest, least) = (_slackFromToday[b], cheap);
        }
        for (var b = last; b < _refused.Length; b++)
            instead = Math.Max(instead, _refused[b]);
        return least == double.MaxValue ? 0 : credits * Math.Max(0, least - instead);
    }

    /// <summary>So much is spent today on kept mails with this last period.</summary>
    /// <param name="group">Theirs: what the plan has put on today is spent already.</param>
    public void Spend(int last, int credits, int? group = null)
    {
        if (group is { } one)
        {
            var known = Math.Min(credits, _putToday[one]);
            _putToday[one] -= known;
            credits -= known;
        }

        for (var b = 0; b < last; b++)
            _slackFromToday[b] -= credits;
    }

    private int MailsToday(int group, int last) =>
        _groups[group].Credits == 1
            ? RoomToday(last)
            : (_putToday[group] + Math.Max(0, RoomToday(last))) / _groups[group].Credits;

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

    private static void GiveBack(double[] slack, int count, int period, double credits)
    {
        for (var a = 0; a <= period && credits > 0; a++)
            foreach (ref var left in slack.AsSpan(a * count + period, count - period))
                left += credits;
    }

    private static double PriceUntil(
        ReadOnlySpan<double> slackFromToday,
        ReadOnlySpan<double> cheapest,
        int last,
        int credits = 1
    )
    {
        var least = double.MaxValue;
        for (var b = 0; b < last; b++)
        {
            least = Math.Min(least, cheapest[b]);
            if (slackFromToday[b] < credits)
                return least == double.MaxValue ? 0 : least;
        }
        return 0;
    }
}
