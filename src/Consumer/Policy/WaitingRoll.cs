namespace MailDispatcher.Consumer.Policy;

/// <summary>
/// The waiting mails counted into groups, dearest first, with the mails of each group at hand. One pass over the mails;
/// only groups that are picked from are sorted.
/// </summary>
internal sealed class WaitingRoll
{
    private readonly IReadOnlyList<WaitingMail> mails;
    private readonly Dictionary<WaitingGroup, int> indexes = [];
    private readonly Horizon horizon;
    private readonly int[] starts;
    private readonly int[] members;

    public WaitingRoll(IReadOnlyList<WaitingMail> mails, Horizon horizon)
    {
        (this.mails, this.horizon) = (mails, horizon);
        var found = new List<WaitingGroup>();
        var counts = new List<int>();
        var cheapest = new List<double>();
        var groupOf = new int[mails.Count];
        for (var i = 0; i < groupOf.Length; i++)
        {
            groupOf[i] = -1;
            if (IsLost(mails[i], horizon.Now)) continue;
            var key = KeyOf(mails[i]);
            if (!indexes.TryGetValue(key, out var index))
            {
                indexes[key] = index = found.Count;
                found.Add(key);
                counts.Add(0);
                cheapest.Add(double.MaxValue);
            }
            groupOf[i] = index;
            counts[index]++;
            cheapest[index] = Math.Min(cheapest[index], mails[i].Value);
        }

        var order = Enumerable.Range(0, found.Count).ToArray();
        Array.Sort(order, (a, b) => Compare(found[a], found[b]));
        Groups = [.. order.Select(i => found[i])];
        Counts = [.. order.Select(i => counts[i])];
        Cheapest = [.. order.Select(i => cheapest[i])];
        for (var i = 0; i < Groups.Length; i++) indexes[Groups[i]] = i;
        starts = new int[Groups.Length + 1];
        for (var i = 0; i < Groups.Length; i++) starts[i + 1] = starts[i] + Counts[i];
        members = new int[starts[^1]];
        var next = starts.AsSpan(0, Groups.Length).ToArray();
        for (var i = 0; i < groupOf.Length; i++)
            if (groupOf[i] >= 0) members[next[indexes[found[groupOf[i]]]]++] = i;
    }

    /// <summary>Dearest first; of equal level those that may go now, then the sooner ones, first.</summary>
    public WaitingGroup[] Groups { get; }

    public int[] Counts { get; }

    /// <summary>The least value in each group.</summary>
    public double[] Cheapest { get; }

    /// <summary>Past its deadline, or put off until then: nothing can be done for it.</summary>
    public static bool IsLost(WaitingMail mail, DateTimeOffset now) =>
        mail.Deadline <= now || (mail.NotBefore is { } until && until >= mail.Deadline);

    /// <summary>The group of a mail; -1 for one that is lost or was not there.</summary>
    public int IndexOf(WaitingMail mail) =>
        IsLost(mail, horizon.Now) ? -1 : indexes.GetValueOrDefault(KeyOf(mail), -1);

    /// <summary>The mails of a group, in the order in which the input had them.</summary>
    public IEnumerable<WaitingMail> Members(int group)
    {
        for (var i = starts[group]; i < starts[group + 1]; i++) yield return mails[members[i]];
    }

    /// <summary>The n dearest mails of a group, the sooner ones first among equals.</summary>
    public IEnumerable<WaitingMail> Best(int group, int n) =>
        n >= Counts[group] ? Members(group) : Dearest(Members(group)).Take(n);

    public static IOrderedEnumerable<WaitingMail> Dearest(IEnumerable<WaitingMail> mails) =>
        mails.OrderByDescending(m => m.Value).ThenBy(m => m.Deadline).ThenBy(m => m.Arrived).ThenBy(m => m.Id);

    private WaitingGroup KeyOf(WaitingMail mail)
    {
        var ready = mail.NotBefore is not { } until || until <= horizon.Now;
        return new WaitingGroup(ValueLevel.Of(mail.Value), ready, ready ? 0 : horizon.DayOf(mail.NotBefore!.Value), horizon.LastDayOf(mail.Deadline));
    }

    private static int Compare(WaitingGroup a, WaitingGroup b)
    {
        var byLevel = b.Level.CompareTo(a.Level);
        if (byLevel != 0) return byLevel;
        var byReady = b.Ready.CompareTo(a.Ready);
        if (byReady != 0) return byReady;
        var byLast = a.Last.CompareTo(b.Last);
        return byLast != 0 ? byLast : a.Release.CompareTo(b.Release);
    }
}
