namespace MailDispatcher.Core.Policy;

/// <summary>The plans for one situation, one for each past day that today might be like.</summary>
internal sealed class PlanSet
{
    private const double AboveRounding = 1.001;

    private PlanSet(Horizon horizon, WaitingGroups roll, IReadOnlyList<DemandScenario> outlooks, Plan[] plans) =>
        (Horizon, Roll, Outlooks, Plans) = (horizon, roll, outlooks, plans);

    public Horizon Horizon { get; }

    public WaitingGroups Roll { get; }

    public IReadOnlyList<DemandScenario> Outlooks { get; }

    public Plan[] Plans { get; }

    /// <summary>What a credit is worth today, in the mean of the plans.</summary>
    public double MeanPrice => Plans.Average(p => p.Price);

    /// <summary>The groups of mails that may go now, and after today no more.</summary>
    public IEnumerable<int> DueToday => Enumerable.Range(0, Roll.Groups.Length).Where(g => Roll.Groups[g] is { Ready: true, Last: 0 });

    public static PlanSet Of(Situation situation, Credits credits, CreditDay day, DeadlineSettings settings)
    {
        var horizon = new Horizon(day, situation.Now, settings.HorizonDays);
        var roll = new WaitingGroups(situation.Waiting, horizon);
        var outlooks = situation.History.OutlooksFrom(horizon.Today, settings.Replays, settings.HorizonDays);
        return new PlanSet(horizon, roll, outlooks, Make(horizon, roll, outlooks, credits, settings));
    }

    /// <summary>The same mails and days with other credits.</summary>
    public PlanSet With(Credits credits, DeadlineSettings settings) =>
        new(Horizon, Roll, Outlooks, Make(Horizon, Roll, Outlooks, credits, settings));

    /// <summary>How many mails of a group every plan keeps.</summary>
    public int KeptByAll(int group) => Plans.Min(p => p.Kept[group]);

    /// <summary>How many mails of a group more than half of the plans keep.</summary>
    public int KeptByMost(int group) => Plans.Select(p => p.Kept[group]).Order().ElementAt((Plans.Length - 1) / 2);

    /// <summary>The mails of these groups that more than half of the plans keep.</summary>
    public HashSet<WaitingMail> BestByMost(IEnumerable<int> groups) =>
        new(groups.SelectMany(g => Roll.Best(g, KeptByMost(g))), ReferenceEqualityComparer.Instance);

    /// <summary>
    /// Of the mails that can go today alone, those that are worth what a credit is. Of those that are worth just that only
    /// as many as the plans keep: one more would cost a dearer mail.
    /// </summary>
    public IEnumerable<WaitingMail> WorthACredit()
    {
        var (price, kept) = (MeanPrice, BestByMost(DueToday));
        return DueToday.SelectMany(Roll.Members)
            .Where(m => m.Value > price * AboveRounding || (m.Value * AboveRounding >= price && kept.Contains(m)));
    }

    /// <summary>How many kept mails with this last day can go today by every plan.</summary>
    public int RoomToday(int last) => Plans.Min(p => p.RoomToday(last));

    public void Spend(int last, int mails)
    {
        foreach (var plan in Plans) plan.Spend(last, mails);
    }

    private static Plan[] Make(
        Horizon horizon, WaitingGroups roll, IReadOnlyList<DemandScenario> outlooks, Credits credits, DeadlineSettings settings) =>
        [.. outlooks.Select(o => Plan.Make(roll, o, horizon.Second, settings.Caution, credits, horizon.Days))];
}
