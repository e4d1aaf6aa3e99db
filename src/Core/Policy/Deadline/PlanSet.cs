namespace MailDispatcher.Core.Policy.Deadline;

/// <summary>The plans for one situation, one for each past day that today might be like.</summary>
internal sealed class PlanSet
{
    private const double AboveRounding = 1.001;

    private PlanSet(Horizon horizon, WaitingGroups waiting, IReadOnlyList<DemandScenario> scenarios, Plan[] plans) =>
        (Horizon, Waiting, Scenarios, All) = (horizon, waiting, scenarios, plans);

    public Horizon Horizon { get; }

    public WaitingGroups Waiting { get; }

    public IReadOnlyList<DemandScenario> Scenarios { get; }

    public Plan[] All { get; }

    /// <summary>What a credit is worth today, in the mean of the plans.</summary>
    public double MeanPrice => All.Average(p => p.Price);

    /// <summary>The groups of mails that may go now, and after today no more.</summary>
    public IEnumerable<int> DueToday => Enumerable.Range(0, Waiting.Groups.Length).Where(g => Waiting.Groups[g] is { Ready: true, Last: 0 });

    public static PlanSet Of(Situation situation, Credits credits, CreditDay day, DeadlineSettings settings)
    {
        var horizon = new Horizon(day, situation.Now, settings.HorizonDays);
        var waiting = new WaitingGroups(situation.Waiting, horizon);
        var scenarios = situation.History.ScenariosFrom(horizon.Today, settings.Replays, settings.HorizonDays);
        return new PlanSet(horizon, waiting, scenarios, Make(horizon, waiting, scenarios, credits, settings));
    }

    /// <summary>The same mails and days with other credits.</summary>
    public PlanSet With(Credits credits, DeadlineSettings settings) =>
        new(Horizon, Waiting, Scenarios, Make(Horizon, Waiting, Scenarios, credits, settings));

    /// <summary>How many mails of a group every plan keeps.</summary>
    public int KeptByAll(int group) => All.Min(p => p.Kept[group]);

    /// <summary>How many mails of a group more than half of the plans keep.</summary>
    public int KeptByMost(int group) => All.Select(p => p.Kept[group]).Order().ElementAt((All.Length - 1) / 2);

    /// <summary>The mails of these groups that more than half of the plans keep.</summary>
    public HashSet<WaitingMail> BestByMost(IEnumerable<int> groups) =>
        new(groups.SelectMany(g => Waiting.Best(g, KeptByMost(g))), ReferenceEqualityComparer.Instance);

    /// <summary>
    /// Of the mails that can go today alone, those that are worth what a credit is. Of those that are worth just that only
    /// as many as the plans keep: one more would cost a dearer mail.
    /// </summary>
    public IEnumerable<WaitingMail> WorthACredit()
    {
        var (price, kept) = (MeanPrice, BestByMost(DueToday));
        return DueToday.SelectMany(Waiting.Members)
            .Where(m => m.Value > price * AboveRounding || (m.Value * AboveRounding >= price && kept.Contains(m)));
    }

    /// <summary>How many kept mails with this last day can go today by every plan.</summary>
    public int RoomToday(int last) => All.Min(p => p.RoomToday(last));

    public void Spend(int last, int mails)
    {
        foreach (var plan in All) plan.Spend(last, mails);
    }

    private static Plan[] Make(
        Horizon horizon, WaitingGroups waiting, IReadOnlyList<DemandScenario> scenarios, Credits credits, DeadlineSettings settings) =>
        [.. scenarios.Select(o => Plan.Make(waiting, o, horizon.Second, settings.Caution, credits, horizon.Days))];
}
