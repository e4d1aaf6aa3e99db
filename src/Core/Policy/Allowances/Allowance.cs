using System.Globalization;

namespace MailDispatcher.Core.Policy.Allowances;

/// <summary>How many mails may leave: every window's limit holds. Never changes.</summary>
/// <param name="windows">One or more; they need not be nested.</param>
public sealed class Allowance(IReadOnlyList<Window> windows)
{
    private const int MostMails = 100_000_000;
    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(31);

    public IReadOnlyList<Window> Windows => windows;

    /// <summary>
    /// Reads <c>100/hour 300/day 3000/month</c>, <c>500/24h</c>, <c>20/30m</c>: windows divided by blanks or commas.
    /// </summary>
    /// <exception cref="FormatException">It can't be read; the message says which part, and what to write.</exception>
    public static Allowance Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var read = text.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(ParseWindow).ToArray();
        if (read.Length == 0)
            throw Wrong(text, "give at least one window");
        var twice = read.GroupBy(w => w is Window.Rolling r ? r.Length.ToString() : w.GetType().Name)
            .FirstOrDefault(g => g.Skip(1).Any());
        if (twice is not null)
            throw Wrong(text, $"{string.Join(" and ", twice)} are for the same span");
        return new Allowance(read);
    }

    /// <summary>What is left in every window.</summary>
    /// <param name="now">The instant that is asked about.</param>
    /// <param name="sent">When mails left, in any order; those that no window at <paramref name="now"/> holds may be
    /// missing.</param>
    public IReadOnlyList<WindowCredits> LeftAt(
        DateTimeOffset now,
        CreditDay day,
        IReadOnlyCollection<DateTimeOffset> sent
    ) => LeftAt(now, day, new SentTimes(sent));

    /// <inheritdoc cref="LeftAt(DateTimeOffset, CreditDay, IReadOnlyCollection{DateTimeOffset})"/>
    /// <param name="open">
    /// When those of them were attempted whose outcome is not known: the provider may take one at any moment, so it
    /// counts in the window of now as well.
    /// </param>
    public IReadOnlyList<WindowCredits> LeftAt(
        DateTimeOffset now,
        CreditDay day,
        SentTimes sent,
        SentTimes? open = null
    )
    {
        ArgumentNullException.ThrowIfNull(day);
        ArgumentNullException.ThrowIfNull(sent);
        return [.. windows.Select(w => WindowCredits.Of(w, now, day, sent, open))];
    }

    /// <summary>
    /// What is left in every window where the provider counts the day's credits too: of the two numbers for the day the
    /// smaller one holds. A day that no window speaks of is one more, so that a plan sees it.
    /// </summary>
    /// <param name="creditsADay">Credits that a new day brings, where no window says it.</param>
    public static IReadOnlyList<WindowCredits> WithReading(
        IReadOnlyList<WindowCredits> left,
        CreditsLeft? credits,
        int creditsADay,
        DateTimeOffset reset
    )
    {
        ArgumentNullException.ThrowIfNull(left);
        if (credits is not CreditsLeft.Today { Mails: var mails })
            return left;
        return left.Any(w => w.Window is Window.Day)
            ? [.. left.Select(w => w.Window is Window.Day ? w.Reading(Math.Min(w.Left, mails)) : w)]
            : [.. left, new WindowCredits(new Window.Day(Math.Max(mails, creditsADay)), mails, reset)];
    }

    /// <summary>The longest span that any window looks back over: what left before that counts no more.</summary>
    public TimeSpan LongestMemory =>
        windows.Max(w =>
            w switch
            {
                Window.Hour => TimeSpan.FromHours(1),
                Window.Day => TimeSpan.FromHours(25), // the day on which clocks are set back
                Window.Month => TimeSpan.FromDays(32),
                Window.Rolling rolling => rolling.Length,
                _ => throw new InvalidOperationException("A window of an unknown kind."),
            }
        );

    public override string ToString() => string.Join(' ', windows);

    private static Window ParseWindow(string part)
    {
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        if (
            slash < 0
            || !int.TryParse(part[..slash], NumberStyles.None, CultureInfo.InvariantCulture, out var mails)
            || mails > MostMails
        )
            throw Wrong(part, "a whole number of mails and a span are needed");
        var span = part[(slash + 1)..].ToLowerInvariant();
        return span switch
        {
            "hour" => new Window.Hour(mails),
            "day" => new Window.Day(mails),
            "month" => new Window.Month(mails),
            _ => new Window.Rolling(mails, ParseSpan(part, span)),
        };
    }

    private static TimeSpan ParseSpan(string part, string span)
    {
        if (
            span.Length < 2
            || !int.TryParse(span[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number > 50_000
        )
            throw Wrong(part, "the span is hour, day, month, or a rolling one as 24h or 30m");
        var length = span[^1] switch
        {
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => throw Wrong(part, "the span is hour, day, month, or a rolling one as 24h or 30m"),
        };
        return length > TimeSpan.Zero && length <= LongestSpan
            ? length
            : throw Wrong(part, "a rolling span is of 1 minute to 31 days");
    }

    private static FormatException Wrong(string text, string why) =>
        new($"'{text}' is no allowance: {why}; say 100/hour 300/day 3000/month, or 500/24h.");
}
