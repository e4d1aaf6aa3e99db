namespace MailDispatcher.Core.Policy.Allowances;

/// <summary>
/// Plays an allowance's windows into the future for a forecast: what is left at each coming instant if so many leave at
/// those before. Asked in order of time.
/// </summary>
/// <param name="now">As of when the windows were told.</param>
/// <param name="further">So many more than there are may leave now.</param>
internal sealed class WindowsAhead(
    IReadOnlyList<WindowCredits> windows,
    DateTimeOffset now,
    CreditDay day,
    int further = 0
)
{
    private readonly Ahead[] _windows = [.. windows.Select(w => Ahead.Of(w, now, day, further))];

    /// <summary>The most credits that there can be at any instant.</summary>
    public int MostAtOnce { get; } = windows.Count == 0 ? int.MaxValue : windows.Min(w => w.Window.Mails) + further;

    /// <summary>The most credits that may be spent at an instant.</summary>
    public int LeftAt(DateTimeOffset at) => _windows.Length == 0 ? int.MaxValue : _windows.Min(w => w.LeftAt(at));

    /// <summary>The first instant from that one on at which so many credits may be spent; null for none.</summary>
    public DateTimeOffset? FirstFrom(DateTimeOffset at, int credits = 1)
    {
        // Each step passes the end of a window; a mail that finds none for so long has none.
        for (var step = 0; step < 1000; step++)
        {
            if (_windows.FirstOrDefault(w => w.LeftAt(at) < credits) is not { } used)
                return at;
            if (used.MoreAfter(at) is not { } more)
                return null;
            at = more;
        }

        return null;
    }

    /// <summary>So many credits are spent at an instant.</summary>
    public void Take(DateTimeOffset at, int mails)
    {
        foreach (var window in _windows)
            window.Take(at, mails);
    }

    private abstract class Ahead
    {
        public abstract int LeftAt(DateTimeOffset at);

        public abstract DateTimeOffset? MoreAfter(DateTimeOffset at);

        public abstract void Take(DateTimeOffset at, int mails);

        public static Ahead Of(WindowCredits credits, DateTimeOffset now, CreditDay day, int further) =>
            credits.Window is Window.Rolling rolling
                ? new Rolling(rolling, credits, now, further)
                : new Calendar(credits, day, further);
    }

    private sealed class Calendar(WindowCredits credits, CreditDay day, int further) : Ahead
    {
        private WindowCredits _now = credits with { Left = credits.Left + further };

        public override int LeftAt(DateTimeOffset at) => (_now = _now.At(at, day)).Left;

        public override DateTimeOffset? MoreAfter(DateTimeOffset at) => _now.Window.Mails > 0 ? _now.MoreAt : null;

        public override void Take(DateTimeOffset at, int mails) => _now = _now with { Left = LeftAt(at) - mails };
    }

    private sealed class Rolling : Ahead
    {
        private readonly Queue<(DateTimeOffset Until, int Mails)> _held = new();
        private readonly TimeSpan _length;
        private int _left;

        public Rolling(Window.Rolling window, WindowCredits credits, DateTimeOffset now, int further)
        {
            (_length, _left) = (window.Length, credits.Left + further);
            var used = Math.Max(0, window.Mails - credits.Left);
            // Of what it holds only the oldest one's time is told: the others are taken to follow evenly.
            if (credits.MoreAt is not { } first)
                return;
            var step = (now + window.Length - first) / Math.Max(1, used);
            for (var n = 0; n < used; n++)
                _held.Enqueue((first + step * n, 1));
        }

        public override int LeftAt(DateTimeOffset at)
        {
            while (_held.TryPeek(out var oldest) && oldest.Until <= at)
                _left += _held.Dequeue().Mails;
            return _left;
        }

        public override DateTimeOffset? MoreAfter(DateTimeOffset at) =>
            _held.TryPeek(out var oldest) ? oldest.Until : null;

        public override void Take(DateTimeOffset at, int mails)
        {
            if (mails == 0)
                return;
            _left = LeftAt(at) - mails;
            _held.Enqueue((at + _length, mails));
        }
    }
}
