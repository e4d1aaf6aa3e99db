namespace MailDispatcher.Core.Policy.Allowances;

/// <summary>
/// Foresees when mails go of which windows let through only so many: those that do not fit into the next one wait for
/// one after it. Pure.
/// </summary>
public static class HeldTimes
{
    /// <param name="left">What is left in each window.</param>
    /// <param name="deadlines">Of the mails, in the order in which they go.</param>
    /// <returns>When each goes at the soonest; null where that is never, or not before its deadline.</returns>
    public static IReadOnlyList<DateTimeOffset?> Of(
        IReadOnlyList<WindowCredits> left,
        IEnumerable<DateTimeOffset> deadlines,
        DateTimeOffset now,
        CreditDay day
    )
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(deadlines);
        var ahead = new WindowsAhead(left, now, day);
        var times = new List<DateTimeOffset?>();
        DateTimeOffset? next = now;
        foreach (var deadline in deadlines)
        {
            next = next is { } at ? ahead.FirstFrom(at) : null;
            var isInTime = next < deadline;
            // What comes too late leaves its place to the next one.
            if (isInTime)
                ahead.Take(next!.Value, 1);
            times.Add(isInTime ? next : null);
        }

        return times;
    }
}
