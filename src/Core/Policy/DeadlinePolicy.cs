namespace MailDispatcher.Core.Policy;

/// <summary>
/// Spends the day's credits by deadline and value. At each decision it makes the best plan for what waits and what past
/// days like today would still bring, once for each such day, and then
/// sends what every plan keeps and can spare a credit for today (a mail that can also go tomorrow only from what lies
/// above the reserve); decides shortly before a mail's deadline whether it is worth a credit; and spends before the
/// reset what would be lost. Without history it plans for what waits alone, and the reserve is all its foresight.
/// </summary>
public sealed class DeadlinePolicy(CreditDay day, DeadlineSettings settings) : IDispatchPolicy
{
    // An even spread over a day and an hour in hand: of 300 credits 12 an hour, the original's figure.
    internal const double HoursOfEvenSpread = 25;

    private const double LeastReserve = 0.1;

    public Decision Decide(Situation situation)
    {
        ArgumentNullException.ThrowIfNull(situation);
        if (situation.Credits is not CreditsLeft.Today today) return AtOnce(situation);
        if (situation.Waiting.Count == 0) return new Decision { Send = [], Reason = "nothing waits" };

        var credits = new Credits(today.Mails, situation.CreditsADay ?? today.Mails, settings.TailDays);
        var book = PlanSet.Of(situation, credits, day, settings);
        var reserve = Reserve(situation, book, credits);
        var picks = new Selection(today.Mails);
        var sweeps = situation.Kind == RunKind.EndOfDay || book.Horizon.Reset - situation.Now <= settings.Sweep;
        if (sweeps)
        {
            PickForSweep(book, picks);
        }
        else
        {
            PickWhatEveryPlanKeeps(book, picks, reserve);
            PickLastCalls(situation, book, picks);
        }
        var why = new HoldReasons(situation, book, day, picks, reserve);
        return new Decision { Send = picks.MostUrgentFirst(), Reason = why.InAll(sweeps), WhyKeptBack = why.Of, Reserve = sweeps ? 0 : (int)Math.Ceiling(reserve) };
    }

    private static Decision AtOnce(Situation situation)
    {
        var ready = situation.Waiting.Where(m => IsReady(m, situation.Now));
        var send = HourlyPolicy.MostUrgent(ready, situation.Credits.Most);
        return new Decision
        {
            Send = send,
            Reason = $"{send.Count} of {situation.Waiting.Count} go: nothing is gained by waiting without a daily limit",
            WhyKeptBack = mail => IsReady(mail, situation.Now) ? null : HoldReasons.PutOff(mail),
        };
    }

    private static void PickWhatEveryPlanKeeps(PlanSet book, Selection picks, double reserve)
    {
        foreach (var group in SoonestFirst(book))
        {
            var last = book.Roll.Groups[group].Last;
            var most = last == 0 ? picks.Left : Math.Min((int)Math.Ceiling(picks.Left - reserve), book.RoomToday(last));
            var n = Math.Min(Math.Min(book.KeptByAll(group), most), picks.Left);
            if (n <= 0) continue;
            picks.Take(book.Roll.Best(group, n));
            book.Spend(last, n);
        }
    }

    private void PickLastCalls(Situation situation, PlanSet book, Selection picks)
    {
        var until = situation.Now + settings.LastCall;
        bool IsCalled(WaitingMail mail) => mail.Deadline <= until && mail.Deadline <= book.Horizon.Reset && !picks.Has(mail);
        if (picks.Left == 0 || !book.DueToday.SelectMany(book.Roll.Members).Any(IsCalled)) return;
        picks.Take(WaitingGroups.Dearest(book.WorthACredit().Where(IsCalled)));
    }

    // A flat line over the day, but no more than twice what any such day asked for: a large plan has nothing to save for.
    private double Reserve(Situation situation, PlanSet book, Credits credits)
    {
        var line = settings.Reserve * credits.ADay / HoursOfEvenSpread * book.Horizon.HoursToReset;
        var asked = situation.History.Days > 0
            ? Math.Max(LeastReserve * credits.ADay, 2.0 * book.Outlooks.Max(o => o.MailsToday))
            : 10.0 * (situation.Waiting.Count + Math.Max(0, credits.ADay - credits.Today));
        return Math.Min(line, asked);
    }

    private static void PickForSweep(PlanSet book, Selection picks)
    {
        foreach (var group in SoonestFirst(book))
            if (Math.Min(book.KeptByMost(group), picks.Left) is > 0 and var n) picks.Take(book.Roll.Best(group, n));
        if (picks.Left == 0) return;
        var ready = Enumerable.Range(0, book.Roll.Groups.Length).Where(g => book.Roll.Groups[g].Ready);
        picks.Take(WaitingGroups.Dearest(ready.SelectMany(book.Roll.Members).Where(m => !picks.Has(m))));
    }

    private static IEnumerable<int> SoonestFirst(PlanSet book) =>
        Enumerable.Range(0, book.Roll.Groups.Length).Where(g => book.Roll.Groups[g].Ready).OrderBy(g => book.Roll.Groups[g].Last);

    private static bool IsReady(WaitingMail mail, DateTimeOffset now) =>
        mail.Deadline > now && (mail.NotBefore is not { } until || until <= now);
}
