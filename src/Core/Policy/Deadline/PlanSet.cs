namespace MailDispatcher.Core.Policy.Deadline;

/// <summary>The plans for one situation, one for each future that the past makes likely.</summary>
internal sealed class PlanSet
{
    private const double AboveRounding = 1.001;

    private readonly double[] _weights;
    private readonly (double Price, double Weight) _ordinary;
    private readonly (double Price, double Weight) _floods;
    private HashSet<WaitingMail>? _keptToday;

    private PlanSet(
        Horizon horizon,
        WaitingGroups waiting,
        IReadOnlyList<DemandScenario> scenarios,
        double[] weights,
        Plan[] plans
    )
    {
        (Horizon, Waiting, Scenarios, _weights, All) = (horizon, waiting, scenarios, weights, plans);
        for (var k = 0; k < plans.Length; k++)
        {
            ref var sum = ref scenarios[k].Flood is null ? ref _ordinary : ref _floods;
            var weight = scenarios[k].Weight;
            if (weight > 0)
                sum = (sum.Price + plans[k].Price * weight, sum.Weight + weight);
        }
    }

    public Horizon Horizon { get; }

    public WaitingGroups Waiting { get; }

    public IReadOnlyList<DemandScenario> Scenarios { get; }

    public Plan[] All { get; }

    /// <summary>What a credit is worth today, in the mean of the plans.</summary>
    public double MeanPrice => PriceAt(FloodLeft(Horizon.Second));

    /// <summary>The groups of mails that may go now, and after today no more.</summary>
    public IEnumerable<int> DueToday =>
        Enumerable.Range(0, Waiting.Groups.Length).Where(g => Waiting.Groups[g] is { Ready: true, Last: 0 });

    /// <summary>What the plans could spend.</summary>
    public required Capacity Capacity { get; init; }

    /// <summary>What is left after a second of today of the day's chance of a flood.</summary>
    public Func<int, double> FloodLeft { get; private init; } = _ => 0;

    /// <summary>
    /// The plans for what a situation's windows allow; for a day alone, what is left of it and the next ones.
    /// </summary>
    public static PlanSet Of(Situation situation, CreditDay day, DeadlineSettings settings)
    {
        if (situation.Windows is not { Count: > 0 } windows)
            return Of(
                situation,
                new Credits(situation.Credits.Most, situation.CreditsADay ?? situation.Credits.Most, settings.TailDays),
                day,
                settings
            );
        var periods = WindowCapacity.Split(settings.Periods, windows, day.Of(situation.Now));
        var horizon = new Horizon(day, situation.Now, periods);
        return Of(situation, WindowCapacity.Of(windows, horizon, day, settings.TailDays), horizon, periods, settings);
    }

    public static PlanSet Of(Situation situation, Credits credits, CreditDay day, DeadlineSettings settings)
    {
        var horizon = new Horizon(day, situation.Now, settings.Periods);
        return Of(situation, Capacity.Of(credits, horizon), horizon, settings.Periods, settings);
    }

    private static PlanSet Of(
        Situation situation,
        Capacity capacity,
        Horizon horizon,
        Periods periods,
        DeadlineSettings settings
    )
    {
        var waiting = new WaitingGroups(situation.Waiting, horizon);
        var scenarios = situation.History.ScenariosFrom(
            horizon.Today,
            settings.Replays,
            periods,
            settings.ExpectFloods ? capacity.Credits.ADay : 0
        );
        Func<int, double> floodLeft = settings.ExpectFloods ? situation.History.FloodLeftAfter : _ => 0;
        var weights = WeightsOf(scenarios, floodLeft(horizon.Second));
        return new PlanSet(
            horizon,
            waiting,
            scenarios,
            weights,
            Make(horizon, waiting, scenarios, weights, capacity, settings)
        )
        {
            Capacity = capacity,
            FloodLeft = floodLeft,
        };
    }

    /// <summary>The same mails and days with so many more credits today.</summary>
    public PlanSet WithMoreToday(int credits, DeadlineSettings settings)
    {
        var more = Capacity.WithMoreToday(credits);
        return new PlanSet(
            Horizon,
            Waiting,
            Scenarios,
            _weights,
            Make(Horizon, Waiting, Scenarios, _weights, more, settings)
        )
        {
            Capacity = more,
            FloodLeft = FloodLeft,
        };
    }

    /// <summary>
    /// How many mails of a group can go today, when so much may be lost by each in the mean over the plans: each
    /// further one is lost value in more of them.
    /// </summary>
    public int Affordable(int group, double mostLoss)
    {
        var last = Waiting.Groups[group].Last;
        var value = Waiting.Cheapest[group];
        Span<(int Free, double Loss)> steps = stackalloc (int, double)[All.Length];
        for (var k = 0; k < All.Length; k++)
            steps[k] =
                _weights[k] > 0
                    ? (All[k].FreeToday(group, last), _weights[k] * All[k].LossToday(group, last, value))
                    : (int.MaxValue, 0);
        steps.Sort(static (a, b) => a.Free.CompareTo(b.Free));
        var loss = 0.0;
        foreach (var (free, more) in steps)
            if ((loss += more) > mostLoss)
                return Math.Min(free, Waiting.Counts[group]);
        return Waiting.Counts[group];
    }

    /// <summary>
    /// What share of what is likely loses a group's mails, from which place of the group on, 0 for the dearest.
    /// </summary>
    public (int From, double Chance)[] MissChances(int group) =>
        [
            .. All.Select(plan => plan.Kept[group])
                .Where(kept => kept < Waiting.Counts[group])
                .Append(0)
                .Distinct()
                .Order()
                .Select(place => (place, All.Select((plan, k) => plan.Kept[group] <= place ? _weights[k] : 0).Sum())),
        ];

    /// <summary>How many mails of a group the plans keep that make up more than half of what is likely.</summary>
    public int KeptByMost(int group)
    {
        var below = 0.0;
        foreach (var (kept, weight) in All.Select((p, k) => (p.Kept[group], _weights[k])).OrderBy(p => p.Item1))
            if ((below += weight) >= 0.5 - 1e-9)
                return kept;
        return 0;
    }

    /// <summary>The mails of these groups that more than half of the plans keep.</summary>
    public HashSet<WaitingMail> BestByMost(IEnumerable<int> groups)
    {
        var kept = groups.Select(group => (group, n: KeptByMost(group))).ToList();
        var mails = new HashSet<WaitingMail>(kept.Sum(k => k.n), ReferenceEqualityComparer.Instance);
        foreach (var (group, n) in kept)
            mails.UnionWith(Waiting.Best(group, n));
        return mails;
    }

    /// <summary>
    /// Of the mails that can go today alone, those that are worth what a credit is. Of those that are worth just that
    /// only as many as the plans keep: one more would cost a dearer mail. Those of several credits as the plans keep
    /// them, because what is left may be too little for one of them whatever it is worth.
    /// </summary>
    public IEnumerable<WaitingMail> WorthACredit()
    {
        var price = MeanPrice;
        return DueToday.SelectMany(Waiting.Members).Where(mail => IsWorth(mail, price));
    }

    /// <summary>Whether a mail that can go today alone is worth a credit of that price, as there.</summary>
    public bool IsWorth(WaitingMail mail, double price)
    {
        if (mail.Credits <= 1 && mail.Value > price * AboveRounding)
            return true;
        return (mail.Credits > 1 || mail.Value * AboveRounding >= price)
            && (_keptToday ??= BestByMost(DueToday)).Contains(mail);
    }

    /// <summary>What a credit is worth while so much of the chance of a flood is left, and none has come.</summary>
    public double PriceAt(double floodLeft) =>
        floodLeft > 0
            ? (_ordinary.Price + _floods.Price * floodLeft) / (_ordinary.Weight + _floods.Weight * floodLeft)
            : _ordinary.Price / _ordinary.Weight;

    /// <summary>How likely a flood comes until so much is left of its chance, when none has come until now.</summary>
    public double ChanceOfFloodUntil(double floodLeft) =>
        1
        - (_ordinary.Weight + _floods.Weight * floodLeft)
            / (_ordinary.Weight + _floods.Weight * FloodLeft(Horizon.Second));

    /// <inheritdoc cref="Plan.Spend"/>
    public void Spend(int last, int credits, int? group = null)
    {
        foreach (var plan in All)
            plan.Spend(last, credits, group);
    }

    /// <summary>The chance of a flood falls as the day goes; what it loses is gained by the days without one.</summary>
    private static double[] WeightsOf(IReadOnlyList<DemandScenario> scenarios, double floodLeft)
    {
        var sum = scenarios.Sum(Share);
        return [.. scenarios.Select(s => Share(s) / sum)];

        double Share(DemandScenario scenario) => scenario.Flood is null ? scenario.Weight : scenario.Weight * floodLeft;
    }

    private static Plan[] Make(
        Horizon horizon,
        WaitingGroups waiting,
        IReadOnlyList<DemandScenario> scenarios,
        double[] weights,
        Capacity capacity,
        DeadlineSettings settings
    ) =>
        [
            .. scenarios.Select(
                (s, k) =>
                    Plan.Make(
                        waiting,
                        weights[k] > 0 ? s : DemandScenario.Empty,
                        horizon.Second,
                        settings.Caution,
                        capacity
                    )
            ),
        ];
}
