namespace MailDispatcher.Core.Policy.Forecasting;

/// <summary>The mails of one past day that had the same value level and lasted equally many days.</summary>
/// <param name="Value">Their mean value.</param>
/// <param name="LastsDays">Credit days from the arrival to the last one on which the mail could go; 0 = the same
/// day.</param>
/// <param name="Times">Seconds from the day's start to each arrival, rising.</param>
internal sealed record ProfileGroup(int Level, double Value, int LastsDays, int[] Times)
{
    /// <summary>Several groups of one level as one, which lasts as long as the first of them.</summary>
    public static ProfileGroup Join(IReadOnlyList<ProfileGroup> groups) =>
        groups.Count == 1
            ? groups[0]
            : new ProfileGroup(
                groups[0].Level,
                groups.Sum(g => g.Value * g.Times.Length) / groups.Sum(g => g.Times.Length),
                groups[0].LastsDays,
                [.. groups.SelectMany(g => g.Times).Order()]
            );

    /// <summary>A day that brings so many times as much, at the same hours.</summary>
    public static ProfileGroup[] Scaled(ProfileGroup[] day, double factor)
    {
        if (factor == 1)
            return day;
        var (wanted, made) = (0.0, 0);
        var scaled = new List<ProfileGroup>(day.Length);
        foreach (var group in day)
        {
            // What is rounded away from one group is given to the next.
            wanted += group.Times.Length * factor;
            var mails = (int)Math.Round(wanted) - made;
            made += mails;
            if (mails > 0)
                scaled.Add(
                    group with
                    {
                        Times =
                        [
                            .. Enumerable
                                .Range(0, mails)
                                .Select(i => group.Times[(2 * i + 1) * group.Times.Length / (2 * mails)]),
                        ],
                    }
                );
        }
        return [.. scaled];
    }

    /// <summary>How many came later in the day than that.</summary>
    public int After(int second) => After(Times, second);

    public static int After(int[] times, int second)
    {
        var (low, high) = (0, times.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (times[middle] > second)
                high = middle;
            else
                low = middle + 1;
        }
        return times.Length - low;
    }
}
