namespace MailDispatcher.Core.Policy.Decisions;

/// <summary>What the forecasts of all policies have in common.</summary>
internal static class ForecastMath
{
    /// <summary>
    /// The least number of further credits that saves every mail which credits can save: 0 when none misses, null when
    /// some do and credits save none of them; and how many of those that miss no number of credits saves.
    /// </summary>
    /// <param name="missing">As many as miss now, for each of which a credit may be needed.</param>
    /// <param name="misses">
    /// How many miss with so many further credits; never rises where each costs one credit. Where it does, because a
    /// mail with copies takes the place of several, the credits told are enough and perhaps not the least.
    /// </param>
    /// <param name="forOthers">
    /// How many further credits mails that are still expected may take first, and copies of those that miss.
    /// </param>
    public static (int? Credits, int BeyondHelp) CreditsMissing(int missing, Func<int, int> misses, int forOthers = 0)
    {
        if (missing == 0)
            return (0, 0);
        var (low, high) = (0, missing + forOthers);
        var beyondHelp = misses(high);
        if (beyondHelp >= missing)
            return (null, missing);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (misses(middle) <= beyondHelp)
                high = middle;
            else
                low = middle + 1;
        }
        return (high, beyondHelp);
    }

    public static double? ChanceThatTodaySuffices(Situation situation, CreditDay day, Periods periods, int replays)
    {
        var horizon = new Horizon(day, situation.Now, periods);
        var scenarios = situation.History.ScenariosFrom(horizon.Today, replays, periods).Where(s => s.Flood is null);
        if (situation.History.Days == 0)
            return null;
        var due = situation.Waiting.Where(m => m.Deadline <= horizon.Reset).Sum(m => m.Credits);
        return scenarios.Average(o => due + o.DueToday(horizon.Second) <= situation.Credits.Most ? 1.0 : 0.0);
    }
}
