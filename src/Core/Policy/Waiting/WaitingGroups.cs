namespace MailDispatcher.Core.Policy.Waiting;

/// <summary>
/// The waiting mails counted into groups, dearest first. Only groups that are picked from are ever sorted.
/// </summary>
internal sealed class WaitingGroups
{
    private readonly Horizon _horizon;
    private readonly Dictionary<WaitingGroup, int> _indexes = [];
    private readonly GroupTally[] _tallies;

    public WaitingGroups(IReadOnlyCollection<WaitingMail> mails, Horizon horizon)
    {
        _horizon = horizon;
        var found = new List<GroupTally>();
        if (mails is WaitingSet set)
            Count(set, found);
        else
            foreach (var mail in mails)
                Count(mail, found);

        found.Sort(static (a, b) => WaitingGroup.DearestFirst(a.Group, b.Group));
        _tallies = [.. found];
        Groups = [.. found.Select(t => t.Group)];
        Counts = [.. found.Select(t => t.Count)];
        Cheapest = [.. found.Select(t => t.Cheapest)];
        for (var i = 0; i < Groups.Length; i++)
            _indexes[Groups[i]] = i;
    }

    /// <summary>Dearest first; of equal level those that may go now, then the sooner ones, first.</summary>
    public WaitingGroup[] Groups { get; }

    public int[] Counts { get; }

    /// <summary>The least value in each group.</summary>
    public double[] Cheapest { get; }

    /// <summary>What the mails cost beyond one credit each.</summary>
    public int CreditsOfCopies => Groups.Select((g, i) => (g.Credits - 1) * Counts[i]).Sum();

    /// <summary>Past its deadline, or put off until then: nothing can be done for it.</summary>
    public static bool IsLost(WaitingMail mail, DateTimeOffset now) =>
        mail.Deadline <= now || (mail.NotBefore is { } until && until >= mail.Deadline);

    public static IOrderedEnumerable<WaitingMail> Dearest(IEnumerable<WaitingMail> mails) =>
        mails.OrderByDescending(m => m.Value).ThenBy(m => m.Deadline).ThenBy(m => m.Arrived).ThenBy(m => m.Id);

    /// <summary>The group of a mail; -1 for one that is lost or was not there.</summary>
    public int IndexOf(WaitingMail mail) =>
        IsLost(mail, _horizon.Now) ? -1 : _indexes.GetValueOrDefault(KeyOf(mail), -1);

    /// <summary>The mails of a group, in the order in which the input had them.</summary>
    public IEnumerable<WaitingMail> Members(int group) => _tallies[group].Mails;

    /// <summary>The n dearest mails of a group, the sooner ones first among equals.</summary>
    public IEnumerable<WaitingMail> Best(int group, int n) =>
        n >= Counts[group] ? Members(group) : Dearest(Members(group)).Take(n);

    /// <summary>The place of each mail of a group by what it is worth, 0 for the dearest.</summary>
    public IReadOnlyDictionary<Guid, int> Places(int group) =>
        Dearest(Members(group)).Select((mail, place) => (mail.Id, place)).ToDictionary();

    private void Count(WaitingSet set, List<GroupTally> found)
    {
        foreach (var bucket in set.Ready)
        {
            var days = bucket.LastDay - _horizon.Today.DayNumber;
            if (days > 0)
                TallyOf(new WaitingGroup(bucket.Level, true, 0, _horizon.OfDay(days), bucket.Credits), found)
                    .Add(bucket);
            else
                foreach (var mail in bucket.Mails)
                    Count(mail, found);
        }
        foreach (var mail in set.PutOff)
            Count(mail, found);
    }

    private void Count(WaitingMail mail, List<GroupTally> found)
    {
        if (!IsLost(mail, _horizon.Now))
            TallyOf(KeyOf(mail), found).Add(mail);
    }

    private GroupTally TallyOf(WaitingGroup group, List<GroupTally> found)
    {
        if (_indexes.TryGetValue(group, out var index))
            return found[index];
        _indexes[group] = found.Count;
        found.Add(new GroupTally(group));
        return found[^1];
    }

    private WaitingGroup KeyOf(WaitingMail mail)
    {
        var ready = mail.NotBefore is not { } until || until <= _horizon.Now;
        var release = ready ? 0 : _horizon.PeriodOf(mail.NotBefore!.Value);
        return new WaitingGroup(
            ValueLevel.Of(mail.Value),
            ready,
            release,
            _horizon.LastOf(mail.Deadline),
            Math.Max(1, mail.Credits)
        );
    }
}
