namespace MailDispatcher.Core.Policy.Forecasting;

/// <summary>What each past day brought, and which of them are like a given day. Never changes.</summary>
public sealed class ArrivalHistory
{
    public static ArrivalHistory None { get; } = new(DateOnly.MinValue, []);

    private readonly DateOnly _first;
    private readonly ProfileGroup[][] _days;
    private readonly DayLikeness _likeness;
    private readonly Lazy<FloodMemory> _floods;
    private readonly Lazy<ProfileGroup[][]> _ordinary;
    private readonly Lazy<ArrivalTrend> _trend;
    private Remembered? _remembered;

    internal ArrivalHistory(DateOnly first, ProfileGroup[][] days)
    {
        (_first, _days) = (first, days);
        _likeness = new DayLikeness(first, days.Length);
        _floods = new Lazy<FloodMemory>(() => new FloodMemory(days));
        _ordinary = new Lazy<ProfileGroup[][]>(() => OrdinaryDays.Of(days));
        _trend = new Lazy<ArrivalTrend>(() => new ArrivalTrend(_ordinary.Value));
    }

    /// <summary>How many days are known, the quiet ones between them included.</summary>
    public int Days => _days.Length;

    /// <summary>What share of today's chance of a flood is left at that second of the day, 0..1.</summary>
    internal double FloodLeftAfter(int second) => _floods.Value.LeftAfter(second);

    /// <summary>
    /// What today and the days after it would bring if each were like a past day: one scenario for each of the past
    /// days most like today, likeliest first, and one for each kind of flood; their weights are those at the day's
    /// start and sum to 1. Without history a single empty one, and floods.
    /// </summary>
    /// <param name="creditsADay">A flood that is only supposed is taken to ask for half of them; 0 supposes
    /// none.</param>
    internal IReadOnlyList<DemandScenario> ScenariosFrom(DateOnly today, int most, Periods periods, int creditsADay = 0)
    {
        var known = _remembered;
        if (known is not null && known.Is(today, most, periods, creditsADay))
            return known.Scenarios;
        var scenarios = Make(today, most, periods, creditsADay);
        _remembered = new Remembered(today, most, periods.Lengths, creditsADay, scenarios);
        return scenarios;
    }

    /// <summary>The past days like that day, likeliest first.</summary>
    internal IReadOnlyList<DateOnly> DaysLike(DateOnly day) => [.. _likeness.Of(day).Select(d => d.Day)];

    private DemandScenario[] Make(DateOnly today, int most, Periods periods, int creditsADay)
    {
        var replays = _days.Length == 0 ? [DemandScenario.Empty] : Replays(today, most, periods);
        var kinds = _floods.Value.Kinds(creditsADay).ToArray();
        var noFlood = 1 - kinds.Sum(k => k.Chance);
        return
        [
            .. replays.Select(r => r.Weighing(r.Weight * noFlood)),
            .. kinds.Select((k, i) => replays[i % replays.Length].With(k.Flood, k.Chance)),
        ];
    }

    private DemandScenario[] Replays(DateOnly today, int most, Periods periods)
    {
        // A burst that comes later today must be seen coming; one on some day ahead is no reason to hold mail now.
        var ordinary = _ordinary.Value;
        var horizon = Math.Max(1, periods.DaysBeforeTheLast);
        var alike = Enumerable.Range(0, horizon).Select(j => _likeness.Of(today.AddDays(j))).ToArray();
        var replays = new DemandScenario[Math.Clamp(alike[0].Count, 1, Math.Max(1, most))];
        var all = alike[0].Take(replays.Length).Sum(d => d.Weight);
        for (var k = 0; k < replays.Length; k++)
        {
            var like = alike.Select(d => d[k % d.Count].Day.DayNumber - _first.DayNumber).ToArray();
            replays[k] = DemandScenario
                .Of(
                    [
                        .. like.Select(
                            (d, ahead) =>
                                ProfileGroup.Scaled((ahead == 0 ? _days : ordinary)[d], _trend.Value.Of(d, ahead))
                        ),
                    ],
                    periods
                )
                .Weighing(alike[0][k].Weight / all);
        }
        return replays;
    }

    private sealed record Remembered(
        DateOnly Today,
        int Most,
        int[] Lengths,
        int CreditsADay,
        IReadOnlyList<DemandScenario> Scenarios
    )
    {
        public bool Is(DateOnly today, int most, Periods periods, int creditsADay) =>
            Today == today
            && Most == most
            && CreditsADay == creditsADay
            && Lengths.AsSpan().SequenceEqual(periods.Lengths);
    }
}
