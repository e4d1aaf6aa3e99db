namespace MailDispatcher.Core.Policy.Allowances;

/// <summary>What is left in one window at an instant.</summary>
/// <param name="Left">Mails that may still leave in it; 0 or more.</param>
/// <param name="MoreAt">
/// When more may leave than now: a calendar window's end, or when the oldest mail that a rolling one holds leaves it;
/// null when a rolling one holds none.
/// </param>
/// <param name="SentToday">For a rolling window: how many mails it holds that left since the day began; else 0.</param>
public sealed record WindowCredits(Window Window, int Left, DateTimeOffset? MoreAt, int SentToday = 0)
{
    /// <summary>The provider's own reading for this window is the truth.</summary>
    public WindowCredits Reading(int left) => this with { Left = Math.Max(0, left) };

    internal static WindowCredits Of(
        Window window,
        DateTimeOffset now,
        CreditDay day,
        IReadOnlyCollection<DateTimeOffset> sent
    )
    {
        var today = day.StartOf(day.Of(now));
        if (window is Window.Rolling rolling)
        {
            var held = sent.Where(at => at > now - rolling.Length && at <= now).ToArray();
            return new WindowCredits(
                window,
                Math.Max(0, window.Mails - held.Length),
                held.Length == 0 ? null : held.Min() + rolling.Length,
                held.Count(at => at >= today)
            );
        }
        var (from, until) = Bounds(window, now, day);
        return new WindowCredits(window, Math.Max(0, window.Mails - sent.Count(at => at >= from && at < until)), until);
    }

    /// <summary>From when until when a calendar window lasts that holds an instant.</summary>
    internal static (DateTimeOffset From, DateTimeOffset Until) Bounds(Window window, DateTimeOffset now, CreditDay day)
    {
        var date = day.Of(now);
        if (window is Window.Day)
            return (day.StartOf(date), day.ResetAfter(now));
        if (window is Window.Month)
        {
            var first = new DateOnly(date.Year, date.Month, 1);
            return (day.StartOf(first), day.StartOf(first.AddMonths(1)));
        }
        var into = TimeSpan.FromTicks(day.In(now).TimeOfDay.Ticks % TimeSpan.TicksPerHour);
        return (now - into, now - into + TimeSpan.FromHours(1));
    }
}
