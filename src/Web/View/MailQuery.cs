using System.Globalization;

namespace MailDispatcher.Web.View;

/// <summary>
/// What a person types to find a mail: the first characters of its id, a part of its topic or of its template's name,
/// or a time, as <c>2026-11-26</c>, <c>2026-11-26 10</c> or <c>2026-11-26 10:30</c>: the mails that came, were due or
/// were settled in that day, hour or minute; or a recipient's address.
/// </summary>
public sealed class MailQuery
{
    /// <summary>How many mails are found at most.</summary>
    public const int Most = 100;

    /// <summary>Fewer characters of an id would fit half of all mails.</summary>
    public const int ShortestId = 4;

    private static readonly (string Format, TimeSpan Length)[] Times =
    [
        ("yyyy-MM-dd", TimeSpan.FromDays(1)),
        ("yyyy-MM-dd HH", TimeSpan.FromHours(1)),
        ("yyyy-MM-dd HH:mm", TimeSpan.FromMinutes(1)),
    ];

    private readonly string _digits;
    private readonly (DateTimeOffset From, DateTimeOffset Until)? _time;

    /// <param name="zone">In which a time is meant.</param>
    public MailQuery(string text, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(text);
        (Text, _digits, _time) = (text, text.Replace("-", "", StringComparison.Ordinal), TimeOf(text, zone));
    }

    public string Text { get; }

    /// <summary>A recipient's address, whose mails are looked for by its keyed hash; null for another text.</summary>
    public string? Address => Text.Contains('@', StringComparison.Ordinal) ? Text : null;

    /// <summary>It can only be an id's beginning.</summary>
    public bool IsId => _digits.Length is >= ShortestId and <= 32 && _digits.All(char.IsAsciiHexDigit);

    public bool Matches(Guid id, string template, string? topic)
    {
        ArgumentNullException.ThrowIfNull(template);
        return (IsId && id.ToString("N").StartsWith(_digits, StringComparison.OrdinalIgnoreCase))
            || (
                Text.Length > 0
                && (
                    template.Contains(Text, StringComparison.OrdinalIgnoreCase)
                    || topic?.Contains(Text, StringComparison.OrdinalIgnoreCase) == true
                )
            );
    }

    /// <summary>Whether one of a mail's times lies in the time that is looked for.</summary>
    public bool Touches(params ReadOnlySpan<DateTimeOffset?> times)
    {
        if (_time is not var (from, until))
            return false;
        foreach (var at in times)
            if (at >= from && at < until)
                return true;
        return false;
    }

    private static (DateTimeOffset From, DateTimeOffset Until)? TimeOf(string text, TimeZoneInfo zone)
    {
        foreach (var (format, length) in Times)
        {
            if (
                !DateTime.TryParseExact(
                    text.Replace('T', ' '),
                    format,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var local
                ) || zone.IsInvalidTime(local)
            )
                continue;
            var from = new DateTimeOffset(local, zone.GetUtcOffset(local));
            return local < DateTime.MaxValue - length ? (from, from + length) : null;
        }

        return null;
    }
}
