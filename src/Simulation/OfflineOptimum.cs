namespace MailDispatcher.Simulation;

/// <summary>
/// The most value that anyone who knew the whole trace could have sent on time. Exact: the sets of mails that fit are
/// the independent sets of a transversal matroid (each mail a window of days, each day its credits), so the greedy by
/// falling value is optimal, and "fits" is Hall's condition on intervals of days (the theorem of Edmonds and Fulkerson,
/// 1965, with Hall's condition for convex bipartite graphs). A mail may leave at the instant at which it comes.
/// </summary>
public static class OfflineOptimum
{
    public static double ValueOf(IReadOnlyList<TraceMail> trace, CreditDay day, DailyCredits credits)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(day);
        var alive = Windows(trace, day);
        if (credits.ADay is not { } aDay)
            return alive.Sum(m => m.Value);
        if (aDay == 0 || alive.Count == 0)
            return 0;

        // After so many days every mail could have left: windows need not reach further.
        var enough = alive.Max(m => m.First) + alive.Count / aDay + 1;
        var jobs = alive
            .GroupBy(m => m with { Last = Math.Min(enough, m.Last) })
            .OrderByDescending(g => g.Key.Value)
            .ToArray();
        var slack = new IntervalSlack(jobs.Select(g => g.Key.First), jobs.Select(g => g.Key.Last), aDay);
        return jobs.Sum(g => g.Key.Value * slack.Keep(g.Key.First, g.Key.Last, g.Count()));
    }

    /// <summary>
    /// The smallest daily allowance with which every mail that could ever be on time is: over all intervals of days the
    /// most mails a day whose windows lie inside (Hall's condition again). 0 when there is none.
    /// </summary>
    /// <param name="dueOn">Only mails that are due on one of these days need be on time; null for all mails.</param>
    public static int SufficientCredits(
        IReadOnlyList<TraceMail> trace,
        CreditDay day,
        IReadOnlySet<DateOnly>? dueOn = null
    )
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(day);
        return Core.Reports.SufficientCredits.Of(
            trace.Where(m => m.Value > 0 && !m.Cancel).Select(m => (m.Arrival, m.Event)),
            day,
            dueOn is null ? null : dueOn.Contains
        );
    }

    private static List<Window> Windows(IReadOnlyList<TraceMail> trace, CreditDay day) =>
        [
            .. trace
                .Where(m => m.Event > m.Arrival && m.Value > 0 && !m.Cancel)
                .Select(m => new Window(m.Value, day.Of(m.Arrival).DayNumber, day.Of(m.Event.AddTicks(-1)).DayNumber)),
        ];

    /// <summary>The days on which a mail can go, and what that is worth.</summary>
    private readonly record struct Window(double Value, int First, int Last);
}
