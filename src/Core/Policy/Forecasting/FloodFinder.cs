namespace MailDispatcher.Core.Policy.Forecasting;

/// <summary>
/// Finds the floods of past days: an hour in which far more mails came that had to go the same day than in the busiest
/// such hour of an ordinary day. What comes on every second day is no flood: the past days themselves show it.
/// </summary>
internal static class FloodFinder
{
    private const int Span = 3600;
    private const int LeastMails = 12;

    /// <summary>The floods of these days, and how many days they were found in.</summary>
    public static IReadOnlyList<Flood> In(IReadOnlyList<ProfileGroup[]> days)
    {
        var times = days.Select(day => SameDay(day).SelectMany(g => g.Times).Order().ToArray()).ToArray();
        var busiest = times.Select(Busiest).ToArray();
        if (busiest.Length == 0)
            return [];
        var ordinary = busiest.Select(b => b.Mails).Order().ElementAt(busiest.Length / 2);
        var least = Math.Max(LeastMails, 2 * ordinary + 6);
        return
        [
            .. Enumerable
                .Range(0, days.Count)
                .Where(d => busiest[d].Mails >= least)
                .Select(d => Of(days[d], busiest[d].From)),
        ];
    }

    private static (int Mails, int From) Busiest(int[] times)
    {
        var (best, from, first) = (0, 0, 0);
        for (var last = 0; last < times.Length; last++)
        {
            while (times[last] - times[first] >= Span)
                first++;
            if (last - first + 1 > best)
                (best, from) = (last - first + 1, times[first]);
        }
        return (best, from);
    }

    // A flood that goes on for longer than an hour counts with the hour before and after.
    private static Flood Of(ProfileGroup[] day, int from) =>
        new(
            from,
            [
                .. SameDay(day)
                    .Select(g => new FloodGroup(
                        g.Level,
                        g.Value,
                        g.Times.Count(t => t >= from - Span && t < from + 2 * Span)
                    ))
                    .Where(g => g.Mails > 0),
            ]
        );

    private static IEnumerable<ProfileGroup> SameDay(ProfileGroup[] day) => day.Where(g => g.LastsDays == 0);
}
