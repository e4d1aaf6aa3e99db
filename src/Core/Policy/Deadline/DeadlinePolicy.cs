namespace MailDispatcher.Core.Policy.Deadline;

/// <summary>
/// Spends the day's credits by deadline and value. At each decision it makes the best plan for what waits and what may
/// still come, once for each likely future: one for each past day like today, and one for each kind of flood that was
/// ever seen, at whatever hour. Then it sends a mail now if that loses next to nothing in the mean over the plans (a
/// mail that can also go tomorrow only from what lies above the reserve); decides shortly before a mail's deadline
/// whether it is worth a credit; and spends before the reset what would be lost.
/// </summary>
public sealed class DeadlinePolicy(CreditDay day, DeadlineSettings settings) : IDispatchPolicy
{
    // An even spread over a day and an hour in hand: of 300 credits 12 an hour, the original's figure.
    internal const double HoursOfEvenSpread = 25;

    private const double LeastReserve = 0.1;

    // What a rolling window gives back comes one by one: a part of it is always kept for what is urgent.
    private const double ShareOfRolling = 0.2;

    public Decision Decide(Situation situation)
    {
        ArgumentNullException.ThrowIfNull(situation);
        var aging = new AgingRule(situation, day, settings);
        var decision = DecideByValue(aging.Situation);
        return decision with { WhyKeptBack = mail => decision.WhyKeptBack(aging.Of(mail)) };
    }

    /// <summary>The same of mails that are taken as they stand, whatever their age.</summary>
    internal Decision DecideByValue(Situation situation)
    {
        if (situation.Credits is not CreditsLeft.Today && situation.Windows is null)
            return AtOnce(situation);
        if (situation.Waiting.Count == 0)
            return new Decision { Send = [], Reason = "nothing waits" };

        var plans = PlanSet.Of(situation, day, settings);
        var credits = plans.Capacity.Credits;
        var reserve = Reserve(situation, plans, credits);
        var picks = new Selection(situation.MostNow);
        var ends = situation.Kind == RunKind.EndOfDay || plans.Horizon.Reset - situation.Now <= settings.Sweep;
        var sweeps = ends && plans.Capacity.LostToday > 0; // what a month has left is not lost at midnight
        if (sweeps)
        {
            PickForSweep(plans, picks, plans.Capacity.LostToday);
        }
        else
        {
            PickWhatIsSafe(situation, plans, picks, reserve);
            PickWhatLaterHoursCannot(situation, plans, picks);
            PickLastCalls(situation, plans, picks);
        }
        var why = new HoldReasons(situation, plans, day, picks, reserve);
        return new Decision
        {
            Send = picks.MostUrgentFirst(),
            Reason = why.InAll(sweeps),
            WhyKeptBack = why.Of,
            Reserve = sweeps ? 0 : (int)Math.Ceiling(reserve),
        };
    }

    private Decision AtOnce(Situation situation)
    {
        var ready = situation.Waiting.Where(m => IsReady(m, situation.Now)).ToList();
        var areEnough = ready.Sum(m => (long)m.Credits) <= situation.Credits.Most;
        var inOrder = areEnough ? UrgencyOrder.DayByDay(ready, situation.Now, day) : UrgencyOrder.MostUrgent(ready);
        var send = UrgencyOrder.Affordable(inOrder, int.MaxValue, situation.Credits.Most);
        return new Decision
        {
            Send = send,
            Reason =
                $"{send.Count} of {situation.Waiting.Count} go: nothing is gained by waiting without a daily limit",
            WhyKeptBack = mail => IsReady(mail, situation.Now) ? null : HoldReasons.PutOff(mail),
        };
    }

    private void PickWhatIsSafe(Situation situation, PlanSet plans, Selection picks, double reserve)
    {
        foreach (var group in SoonestFirst(plans))
        {
            var last = plans.Waiting.Groups[group].Last;
            var most = last == 0 ? picks.Left : AboveReserve(situation, plans, picks, reserve);
            if (most <= 0)
                continue;
            var n = plans.Affordable(group, settings.PriceOfWaiting * plans.Waiting.Cheapest[group]);
            if (n <= 0)
                continue;
            var before = picks.Left;
            picks.Take(
                most < n * plans.Waiting.Groups[group].Credits
                    ? WaitingGroups.Dearest(plans.Waiting.Members(group)).Take(n)
                    : plans.Waiting.Best(group, n),
                most
            );
            plans.Spend(last, before - picks.Left, group);
        }
    }

    /// <summary>
    /// How many may go that can also go tomorrow: what the day has above its reserve, and each shorter window above an
    /// even share of what is left of it.
    /// </summary>
    private int AboveReserve(Situation situation, PlanSet plans, Selection picks, double reserve)
    {
        var taken = situation.MostNow - picks.Left;
        var most = plans.Capacity.Credits.Today - taken - reserve;
        foreach (var window in situation.Windows ?? [])
        {
            var share = window switch
            {
                { Window: Window.Hour, MoreAt: { } end } => (end - situation.Now).TotalHours,
                { Window: Window.Rolling { Length.TotalDays: < 1 } } => ShareOfRolling,
                _ => 0,
            };
            if (share > 0)
                most = Math.Min(
                    most,
                    window.Left - taken - Math.Min(reserve, settings.Reserve * share * window.Window.Mails)
                );
        }
        return Math.Min(picks.Left, (int)Math.Ceiling(most));
    }

    /// <summary>
    /// Where hours have limits, a day's last hour can't send all that was kept back: what the hours after this one
    /// can't send any more goes now, as far as the plans keep it. And where hours alone have limits, what this one has
    /// left is lost when it ends: shortly before, it is spent.
    /// </summary>
    private void PickWhatLaterHoursCannot(Situation situation, PlanSet plans, Selection picks)
    {
        if (situation.Windows?.FirstOrDefault(w => w.Window is Window.Hour) is not { } hour || picks.Left == 0)
            return;
        var others = situation
            .Windows.Where(w => w.Window is not Window.Hour)
            .Select(w => (double)w.Left)
            .DefaultIfEmpty(hour.MoreAt - situation.Now <= settings.Sweep ? double.MaxValue : 0)
            .Min();
        var laterHours = hour.Window.Mails * Math.Max(0, Math.Ceiling(plans.Horizon.HoursToReset) - 1);
        var now = (int)
            Math.Min(
                picks.Left,
                Math.Min(others, plans.Capacity.LostToday) - (situation.MostNow - picks.Left) - laterHours
            );
        foreach (var group in SoonestFirst(plans))
        {
            if (now <= 0)
                return;
            var before = picks.Left;
            picks.Take(plans.Waiting.Best(group, plans.KeptByMost(group)).Where(m => !picks.Has(m)), now);
            now -= before - picks.Left;
        }
    }

    private void PickLastCalls(Situation situation, PlanSet plans, Selection picks)
    {
        var until = situation.Now + settings.LastCall;
        bool IsCalled(WaitingMail mail) =>
            mail.Deadline <= until && mail.Deadline <= plans.Horizon.Reset && !picks.Has(mail);
        if (picks.Left == 0 || !plans.DueToday.SelectMany(plans.Waiting.Members).Any(IsCalled))
            return;
        picks.Take(WaitingGroups.Dearest(plans.WorthACredit().Where(IsCalled)));
    }

    // A flat line over the day, but no more than twice what any such day asked for: a large plan has nothing to save
    // for.
    private double Reserve(Situation situation, PlanSet plans, Credits credits)
    {
        var line = settings.Reserve * credits.ADay / HoursOfEvenSpread * plans.Horizon.HoursToReset;
        var asked =
            situation.History.Days > 0
                ? Math.Max(
                    LeastReserve * credits.ADay,
                    2.0 * plans.Scenarios.Where(s => s.Flood is null).Max(s => s.MailsToday)
                )
                : 10.0
                    * (
                        situation.Waiting.Count
                        + plans.Waiting.CreditsOfCopies
                        + Math.Max(0, credits.ADay - credits.Today)
                    );
        return Math.Min(line, asked);
    }

    /// <summary>What the plans keep, then whatever waits, but that only from credits that are lost otherwise.</summary>
    private static void PickForSweep(PlanSet plans, Selection picks, double lost)
    {
        var before = picks.Left;
        foreach (var group in SoonestFirst(plans))
            if (Math.Min(plans.KeptByMost(group), picks.Left) is > 0 and var n)
                picks.Take(plans.Waiting.Best(group, n));
        if (picks.Left == 0)
            return;
        var ready = Enumerable.Range(0, plans.Waiting.Groups.Length).Where(g => plans.Waiting.Groups[g].Ready);
        var most = (int)Math.Clamp(lost - (before - picks.Left), 0, picks.Left);
        picks.Take(WaitingGroups.Dearest(ready.SelectMany(plans.Waiting.Members).Where(m => !picks.Has(m))), most);
    }

    private static IEnumerable<int> SoonestFirst(PlanSet plans) =>
        Enumerable
            .Range(0, plans.Waiting.Groups.Length)
            .Where(g => plans.Waiting.Groups[g].Ready)
            .OrderBy(g => plans.Waiting.Groups[g].Last);

    private static bool IsReady(WaitingMail mail, DateTimeOffset now) =>
        mail.Deadline > now && (mail.NotBefore is not { } until || until <= now);
}
