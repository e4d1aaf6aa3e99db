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
    // What nobody could clear up for longer has been forgotten by the provider too.
    private static readonly TimeSpan OpenCounts = TimeSpan.FromDays(1);

    /// <summary>The provider's own reading for this window is the truth.</summary>
    public WindowCredits Reading(int left) => this with { Left = Math.Max(0, left) };

    /// <summary>
    /// The window that lets the fewest mails leave; of equal ones the last to have more; null for none.
    /// </summary>
    public static WindowCredits? Binding(IReadOnlyList<WindowCredits> windows) =>
        windows.OrderBy(w => w.Left).ThenByDescending(w => w.MoreAt ?? DateTimeOffset.MinValue).FirstOrDefault();

    /// <summary>When a mail may leave again; null when one may now, or when nobody can say.</summary>
    public static DateTimeOffset? OpensAt(IReadOnlyList<WindowCredits> windows) =>
        windows.Where(w => w.Left == 0).Max(w => w.MoreAt);

    /// <summary>The most mails that may leave from now until the day's reset.</summary>
    public long MostUntil(DateTimeOffset reset, DateTimeOffset now)
    {
        var hours = (reset - now).TotalHours;
        return Window switch
        {
            Window.Hour hour => Left + hour.Mails * (long)Math.Max(0, Math.Ceiling(hours) - 1),
            Window.Rolling { Length.TotalDays: < 1 } rolling => Left
                + rolling.Mails * (long)Math.Floor(hours / rolling.Length.TotalHours),
            Window.Rolling rolling => Math.Max(Left, rolling.Mails - SentToday),
            _ => Left,
        };
    }

    /// <summary>The same as it will be later if nothing leaves meanwhile; a calendar window is full again after its
    /// end.</summary>
    public WindowCredits At(DateTimeOffset later, CreditDay day)
    {
        ArgumentNullException.ThrowIfNull(day);
        return Window is Window.Rolling || MoreAt is not { } end || end > later
            ? this
            : new WindowCredits(Window, Window.Mails, Bounds(Window, later, day).Until);
    }

    internal static WindowCredits Of(
        Window window,
        DateTimeOffset now,
        CreditDay day,
        SentTimes sent,
        SentTimes? open = null
    )
    {
        var isOpenSince = now - OpenCounts;
        if (window is Window.Rolling rolling)
        {
            // A clock that was set back has sent in what is the future now; that counts as well.
            var (since, ahead) = ((now - rolling.Length).AddTicks(1), now + rolling.Length);
            var held = sent.Between(since, ahead) + (open?.Between(isOpenSince, since) ?? 0);
            var today = day.StartOf(day.Of(now));
            return new WindowCredits(
                window,
                Math.Max(0, window.Mails - held),
                held == 0 ? null : sent.FirstFrom(since) + rolling.Length,
                sent.Between(today > since ? today : since, ahead)
            );
        }
        var (from, until) = Bounds(window, now, day);
        var used = sent.Between(from, until) + (open?.Between(isOpenSince, from) ?? 0);
        return new WindowCredits(window, Math.Max(0, window.Mails - used), until);
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
