using System.Globalization;
using MailDispatcher.Contracts;

namespace MailDispatcher.Settings;

/// <content>Zones and spans of time.</content>
public sealed partial class SettingsReader
{
    /// <summary>A time zone by its name; null when none is set and there is no default, and after a problem.</summary>
    public TimeZoneInfo? Zone(string name, string @default, string about)
    {
        var id = Text(name, @default, "a time zone's name", about);
        if (id.Length == 0)
            return null;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
            return zone;
        Problem(
            $"{name}: '{id}' is not known here; use a name as {CalendarZone.DefaultName}, and install the system's "
                + "time zone data (tzdata)."
        );
        return null;
    }

    /// <summary>A time in seconds, as <c>15</c>, or as <c>00:00:15</c>.</summary>
    public TimeSpan Seconds(string name, double @default, double least, double most, string about)
    {
        var allowed = string.Create(CultureInfo.InvariantCulture, $"seconds, {least} to {most}");
        var text = @default.ToString(CultureInfo.InvariantCulture);
        return Parse(Text(name, text, allowed, about, given => Parse(given) is not null))!.Value;

        // TimeSpan.Parse alone would take "15" for days.
        TimeSpan? Parse(string given)
        {
            var isNumber = double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds);
            if (!isNumber && TimeSpan.TryParse(given, CultureInfo.InvariantCulture, out var span))
                (isNumber, seconds) = (true, span.TotalSeconds);
            return isNumber && seconds >= least && seconds <= most ? TimeSpan.FromSeconds(seconds) : null;
        }
    }

    public TimeSpan Span(string name, TimeSpan @default, string about) =>
        TimeSpan.Parse(
            Text(
                name,
                @default.ToString(null, CultureInfo.InvariantCulture),
                "a time of 0 or more, as 00:30:00",
                about,
                text => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero
            ),
            CultureInfo.InvariantCulture
        );

    /// <summary>
    /// A time as <c>30m</c>, <c>2h</c>, <c>7d</c> or <c>00:30:00</c>, above zero; null for anything else.
    /// </summary>
    public static TimeSpan? Duration(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        TimeSpan? unit = text.TrimEnd().LastOrDefault() switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => null,
        };
        var isNumber = double.TryParse(
            text.TrimEnd()[..^(unit is null ? 0 : 1)],
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var number
        );
        TimeSpan? read =
            unit is { } one && isNumber && number < 100_000 ? number * one
            : unit is null && !isNumber && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span
            : null;
        return read > TimeSpan.Zero ? read : null;
    }
}
