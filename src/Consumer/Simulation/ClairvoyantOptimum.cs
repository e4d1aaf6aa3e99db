using MailDispatcher.Consumer.Policy;

namespace MailDispatcher.Consumer.Simulation;

/// <summary>
/// The most value that anyone who knew the whole trace could have sent on time. Exact: the sets of mails that fit are
/// the independent sets of a transversal matroid (each mail a window of days, each day its credits), so the greedy by
/// falling value is optimal, and "fits" is Hall's condition on intervals of days (the theorem of Edmonds and Fulkerson,
/// 1965, with Hall's condition for convex bipartite graphs). A mail may leave at the instant at which it comes.
/// </summary>
public static class ClairvoyantOptimum
{
    public static double ValueOf(IReadOnlyList<TraceMail> trace, CreditDay day, DailyCredits credits)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(day);
        var alive = trace.Where(m => m.Event > m.Arrival && m.Value > 0 && !m.Cancel).ToArray();
        if (credits.ADay is not { } aDay) return alive.Sum(m => m.Value);
        if (aDay == 0 || alive.Length == 0) return 0;

        // After so many days every mail could have left: windows need not reach further.
        var enough = alive.Max(m => day.Of(m.Arrival).DayNumber) + alive.Length / aDay + 1;
        var jobs = alive.GroupBy(m => (
            m.Value, First: day.Of(m.Arrival).DayNumber, Last: Math.Min(enough, day.Of(m.Event.AddTicks(-1)).DayNumber)))
            .OrderByDescending(g => g.Key.Value);
        var slack = new IntervalSlack(
            alive.Select(m => day.Of(m.Arrival).DayNumber),
            alive.Select(m => Math.Min(enough, day.Of(m.Event.AddTicks(-1)).DayNumber)), aDay);
        return jobs.Sum(g => g.Key.Value * slack.Keep(g.Key.First, g.Key.Last, g.Count()));
    }
}
