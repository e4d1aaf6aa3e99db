namespace MailDispatcher.Consumer.Policy;

/// <summary>
/// The waiting mails counted into groups, dearest first. One pass over the mails without a copy; a second one only when
/// mails are picked, and only groups that are picked from are sorted.
/// </summary>
internal sealed class WaitingRoll
{
    private readonly IReadOnlyList<WaitingMail> mails;
    private readonly Horizon horizon;
    private readonly Dictionary<WaitingGroup, int> indexes = [];
    private List<WaitingMail>[]? members;

    public WaitingRoll(IReadOnlyList<WaitingMail> mails, Horizon horizon)
    {
        (this.mails, this.horizon) = (mails, horizon);
        var found = new List<Tally>();
        for (var i = 0; i < mails.Count; i++)
        {
            if (IsLost(mails[i], horizon.Now)) continue;
            var key = KeyOf(mails[i]);
            if (!indexes.TryGetValue(key, out var index))
            {
                indexes[key] = index = found.Count;
                found.Add(new Tally(key));
            }
            found[index].Count++;
            found[index].Cheapest = Math.Min(found[index].Cheapest, mails[i].Value);
        }
        found.Sort(static (a, b) => WaitingGroup.DearestFirst(a.Group, b.Group));
        Groups = [.. found.Select(t => t.Group)];
        Counts = [.. found.Select(t => t.Count)];
        Cheapest = [.. found.Select(t => t.Cheapest)];
        for (var i = 0; i < Groups.Length; i++) indexes[Groups[i]] = i;
    }

    /// <summary>Dearest first; of equal level those that may go now, then the sooner ones, first.</summary>
    public WaitingGroup[] Groups { get; }

    public int[] Counts { get; }

    /// <summary>The least value in each group.</summary>
    public double[] Cheapest { get; }

    /// <summary>Past its deadline, or put off until then: nothing can be done for it.</summary>
    public static bool IsLost(WaitingMail mail, DateTimeOffset now) =>
        mail.Deadline <= now || (mail.NotBefore is { } until && until >= mail.Deadline);

    public static IOrderedEnumerable<WaitingMail> Dearest(IEnumerable<WaitingMail> mails) =>
        mails.OrderByDescending(m => m.Value).ThenBy(m => m.Deadline).ThenBy(m => m.Arrived).ThenBy(m => m.Id);

    /// <summary>The group of a mail; -1 for one that is lost or was not there.</summary>
    public int IndexOf(WaitingMail mail) =>
        IsLost(mail, horizon.Now) ? -1 : indexes.GetValueOrDefault(KeyOf(mail), -1);

    /// <summary>The mails of a group, in the order in which the input had them.</summary>
    public IReadOnlyList<WaitingMail> Members(int group)
    {
        if (members is null)
        {
            members = [.. Counts.Select(n => new List<WaitingMail>(n))];
            foreach (var mail in mails)
                if (IndexOf(mail) is >= 0 and var index) members[index].Add(mail);
        }
        return members[group];
    }

    /// <summary>The n dearest mails of a group, the sooner ones first among equals.</summary>
    public IEnumerable<WaitingMail> Best(int group, int n) =>
        n >= Counts[group] ? Members(group) : Dearest(Members(group)).Take(n);

    private WaitingGroup KeyOf(WaitingMail mail)
    {
        var ready = mail.NotBefore is not { } until || until <= horizon.Now;
        var release = ready ? 0 : horizon.DayOf(mail.NotBefore!.Value);
        return new WaitingGroup(ValueLevel.Of(mail.Value), ready, release, horizon.LastDayOf(mail.Deadline));
    }

    private sealed class Tally(WaitingGroup group)
    {
        public WaitingGroup Group => group;

        public int Count { get; set; }

        public double Cheapest { get; set; } = double.MaxValue;
    }
}
