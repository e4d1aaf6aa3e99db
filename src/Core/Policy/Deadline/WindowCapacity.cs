namespace MailDispatcher.Core.Policy.Deadline;

/// <summary>
/// An allowance's windows as a plan's periods see them: hours and days within a period, months over several.
/// </summary>
internal static class WindowCapacity
{
    public static Capacity Of(IReadOnlyList<WindowCredits> credits, Horizon horizon, CreditDay day, int tailDays)
    {
        var windows = new List<(int First, int Last, double Mails)>();
        foreach (var one in credits)
            if (one.Window is Window.Month month)
                windows.AddRange(Months(month, one.Left, horizon, day, tailDays));
            else
                for (var p = 0; p < horizon.Count; p++)
                    windows.Add(
                        (
                            p,
                            p,
                            p == 0
                                ? one.MostUntil(horizon.Reset, horizon.Now)
                                : Later(one.Window, p == horizon.Count - 1 ? tailDays : horizon.Lengths[p])
                        )
                    );
        var aDay = (int)Math.Min(int.MaxValue, credits.Min(c => ADay(c.Window)));
        var atOnce = credits.Min(c => c.Window.Mails);
        return Capacity.Of(windows, horizon.Count, aDay) with { MostAtOnce = atOnce, MostAtOnceLater = atOnce };
    }

    /// <summary>Period lengths in which no period reaches over the end of a month, where a month has a limit.</summary>
    public static Periods Split(Periods periods, IReadOnlyList<WindowCredits> credits, DateOnly today)
    {
        if (!credits.Any(c => c.Window is Window.Month))
            return periods;
        var lengths = new List<int>();
        var date = today;
        foreach (var length in periods.Lengths.SkipLast(1))
        {
            var left = length;
            while (left > 0)
            {
                var toEnd = DateTime.DaysInMonth(date.Year, date.Month) - date.Day + 1;
                var part = Math.Min(left, toEnd);
                lengths.Add(part);
                (left, date) = (left - part, date.AddDays(part));
            }
        }
        var rest = DateTime.DaysInMonth(date.Year, date.Month) - date.Day + 1;
        if (date.Day != 1)
            lengths.Add(rest); // what is left of the month, so that the last period begins with the next one
        return new Periods([.. lengths, periods.Lengths[^1]]);
    }

    private static double Later(Window window, int days) =>
        window switch
        {
            Window.Rolling { Length.TotalDays: >= 1 } rolling => rolling.Mails
                * Math.Ceiling(days / rolling.Length.TotalDays),
            _ => Math.Min(1e12, ADay(window) * days),
        };

    private static double ADay(Window window) =>
        window switch
        {
            Window.Hour => 24.0 * window.Mails,
            Window.Month => window.Mails / 30.0,
            Window.Rolling rolling => rolling.Mails / rolling.Length.TotalDays,
            _ => window.Mails,
        };

    private static IEnumerable<(int First, int Last, double Mails)> Months(
        Window.Month month,
        int left,
        Horizon horizon,
        CreditDay day,
        int tailDays
    )
    {
        for (var first = 0; first < horizon.Count; )
        {
            var date = horizon.Today.AddDays(horizon.FirstDay(first));
            var last = first;
            while (last + 1 < horizon.Count - 1 && SameMonth(horizon.Today.AddDays(horizon.FirstDay(last + 1)), date))
                last++;
            var isTail = first == horizon.Count - 1;
            yield return (
                first,
                last,
                first == 0 ? left
                : isTail ? month.Mails * Math.Ceiling(tailDays / 31.0)
                : month.Mails
            );
            first = last + 1;
        }
    }

    private static bool SameMonth(DateOnly a, DateOnly b) => (a.Year, a.Month) == (b.Year, b.Month);
}
