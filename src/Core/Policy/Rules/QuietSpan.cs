using System.Globalization;

namespace MailDispatcher.Core.Policy.Rules;

/// <summary>A part of each day, as from 22:00 to 07:00: its first moment belongs to it, its end does not.</summary>
/// <param name="To">Another time than <paramref name="From"/>; one before it lies on the next day.</param>
public readonly record struct QuietSpan(TimeOnly From, TimeOnly To)
{
    /// <summary>Reads <c>22:00-07:00</c>.</summary>
    /// <returns>Null for anything else, and for a span that would be empty or a whole day.</returns>
    public static QuietSpan? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('-') is [var from, var to] && Read(from) is { } first && Read(to) is { } end && first != end
            ? new QuietSpan(first, end)
            : null;
    }

    private static TimeOnly? Read(string text) =>
        TimeOnly.TryParseExact(text.Trim(), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : null;
}
