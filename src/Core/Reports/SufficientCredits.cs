namespace MailDispatcher.Core.Reports;

/// <summary>
/// The smallest daily allowance with which every mail that could ever be on time is: over all intervals of days the
/// most mails a day whose windows lie inside (Hall's condition for convex bipartite graphs).
/// </summary>
public static class SufficientCredits
{
    /// <param name="mails">When each mail came and until when it was worth something; one that came too late counts for
    /// nothing.</param>
    /// <param name="isJudged">Whether mails that are due on a day need be on time; null for all mails.</param>
    /// <returns>Mails a day, 0 when there is none.</returns>
    public static int Of(
        IEnumerable<(DateTimeOffset Arrived, DateTimeOffset Deadline)> mails,
        CreditDay day,
        Predicate<DateOnly>? isJudged = null
    )
    {
        ArgumentNullException.ThrowIfNull(mails);
        ArgumentNullException.ThrowIfNull(day);
        var alive = mails
            .Where(m => m.Deadline > m.Arrived)
            .Select(m => (First: day.Of(m.Arrived).DayNumber, Last: day.Of(m.Deadline.AddTicks(-1)).DayNumber))
            .ToList();
        if (alive.Count == 0)
            return 0;
        var lasts = alive.Select(m => m.Last).Distinct().Order().ToArray();
        var inside = new int[lasts.Length];
        var most = 0;
        foreach (var first in alive.GroupBy(m => m.First).OrderByDescending(g => g.Key))
        {
            foreach (var mail in first)
                inside[Array.BinarySearch(lasts, mail.Last)]++;
            var sum = 0;
            for (var b = 0; b < lasts.Length; b++)
            {
                sum += inside[b];
                if (sum == 0 || isJudged?.Invoke(DateOnly.FromDayNumber(lasts[b])) == false)
                    continue;
                most = Math.Max(most, (int)Math.Ceiling(sum / (lasts[b] - first.Key + 1.0)));
            }
        }

        return most;
    }
}
