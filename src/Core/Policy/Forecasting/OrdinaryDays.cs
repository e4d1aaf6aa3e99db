namespace MailDispatcher.Core.Policy.Forecasting;

/// <summary>
/// Past days without their rare bursts. A replay of a day that once brought thousands would have every plan wait for
/// thousands on some day ahead. What comes on more than a quarter of the days is no burst, and stays.
/// </summary>
internal static class OrdinaryDays
{
    private const int Hour = 3600;
    private const int Hours = 24;
    private const int LeastMails = 12;
    private const int MostBursts = 4;
    private const double RareShare = 0.25;

    // While fewer days are known, a day is also held against its own hours.
    private const int FewDays = 4;
    private const int OrdinaryHourOfADay = 4;

    public static ProfileGroup[][] Of(IReadOnlyList<ProfileGroup[]> days)
    {
        var hours = days.Select(ByHour).ToArray();
        if (hours.Length == 0)
            return [];
        var ordinary = (double)hours.Select(h => h.Max()).Order().ElementAt(hours.Length / 2);
        if (hours.Length < FewDays)
            ordinary = Math.Min(ordinary, 2.0 * hours.Min(h => h.OrderDescending().ElementAt(OrdinaryHourOfADay - 1)));
        var least = Math.Max(LeastMails, 3 * ordinary + 6);
        var bursts = hours.Count(h => h.Max() >= least);
        if (bursts > Math.Max(1, RareShare * hours.Length))
            return [.. days];
        return [.. days.Zip(hours, (day, counts) => Without(day, counts, ordinary, least))];
    }

    private static ProfileGroup[] Without(ProfileGroup[] day, int[] counts, double ordinary, double least)
    {
        for (var burst = 0; burst < MostBursts; burst++)
        {
            var most = counts.Max();
            if (most < least)
                break;
            var at = Array.IndexOf(counts, most);
            day = Thinned(day, at, Math.Max(ordinary, 1) / most);
            counts = ByHour(day);
        }
        return day;
    }

    // Of each kind the same share stays, spread evenly over those of the hour and its neighbours.
    private static ProfileGroup[] Thinned(ProfileGroup[] day, int hour, double share) =>
        [
            .. day.Select(g => g with { Times = Thinned(g.Times, (hour - 1) * Hour, (hour + 2) * Hour, share) })
                .Where(g => g.Times.Length > 0),
        ];

    private static int[] Thinned(int[] times, int from, int until, double share)
    {
        var (due, kept) = (0.5, new List<int>(times.Length));
        foreach (var time in times)
        {
            var inside = time >= from && time < until;
            if (inside && (due += share) < 1)
                continue;
            if (inside)
                due--;
            kept.Add(time);
        }
        return kept.Count == times.Length ? times : [.. kept];
    }

    private static int[] ByHour(ProfileGroup[] day)
    {
        var counts = new int[Hours];
        foreach (var time in day.SelectMany(g => g.Times))
            counts[Math.Min(Hours - 1, time / Hour)]++;
        return counts;
    }
}
