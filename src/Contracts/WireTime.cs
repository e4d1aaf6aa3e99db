using System.Globalization;
using System.Text.RegularExpressions;

namespace MailDispatcher.Contracts;

/// <summary>
/// Instants on the wire: every form of RFC 3339 (any number of fractional digits, <c>t</c> and <c>z</c> in any case, a
/// leap second), and what common libraries write instead: a blank for the T, no seconds, <c>-0300</c>, <c>-03</c>,
/// <c>UTC</c>, and Java's <c>-03:00[America/Recife]</c>. A time without a zone is read only in a zone that is given.
/// </summary>
internal static partial class WireTime
{
    public const string NotATime = "not a time; write it as 2026-11-21T22:32:51-03:00";
    public const string NoZone =
        "has no zone, and none is guessed; write it as 2026-11-21T22:32:51-03:00, or set Requests__Zone";

    public const string OutsideYears = "outside the years 1970 to 2199";

    /// <param name="zone">The zone of a time that has none; null refuses it.</param>
    /// <returns>The instant to 100 ns (further digits are cut), or the rule that the text breaks.</returns>
    public static (DateTimeOffset? Instant, string? Problem) Read(string text, TimeZoneInfo? zone)
    {
        if (text.Length > 100 || Pattern().Match(text.Trim()) is not { Success: true } match)
            return (null, NotATime);
        // Far from the ends of the calendar, so that no offset leads beyond them; the rules narrow it further.
        if (Number(match, "year") is < 2 or > 9998)
            return (null, OutsideYears);
        if (Local(match) is not { } local)
            return (null, NotATime);
        if (match.Groups["utc"].Success)
            return (new DateTimeOffset(local, TimeSpan.Zero), null);
        if (!match.Groups["sign"].Success)
            return zone is null ? (null, NoZone) : (InZone(local, zone), null);
        return AtOffset(local, match) is { } instant ? (instant, null) : (null, NotATime);
    }

    public static string Write(DateTimeOffset instant) =>
        instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);

    private static DateTime? Local(Match match)
    {
        var (year, month, day) = (Number(match, "year"), Number(match, "month"), Number(match, "day"));
        var (hour, minute, second) = (Number(match, "hour"), Number(match, "minute"), Number(match, "second"));
        if (
            month is < 1 or > 12
            || day < 1
            || day > DateTime.DaysInMonth(year, month)
            || hour > 23
            || minute > 59
            || second > 60
        )
            return null;
        var fraction = match.Groups["fraction"].Value;
        var ticks = int.Parse(
            fraction.Length > 7 ? fraction[..7] : fraction.PadRight(7, '0'),
            CultureInfo.InvariantCulture
        );
        // The 60th second of a minute is a leap second: the calendar of computers has the next minute there.
        return new DateTime(year, month, day, hour, minute, 0).AddSeconds(second).AddTicks(ticks);
    }

    private static DateTimeOffset? AtOffset(DateTime local, Match match)
    {
        var (hours, minutes) = (Number(match, "hours"), Number(match, "minutes"));
        if (hours > 23 || minutes > 59)
            return null;
        var offset = new TimeSpan(hours, minutes, 0) * (match.Groups["sign"].Value == "-" ? -1 : 1);
        // RFC 3339 knows offsets up to 23:59, .NET up to 14:00; the instant is the same.
        return offset.Duration() <= TimeSpan.FromHours(14)
            ? new DateTimeOffset(local, offset)
            : new DateTimeOffset(local - offset, TimeSpan.Zero);
    }

    // An hour that comes twice is taken the first time, so that no mail is late; one that never comes is taken as the
    // clocks go on, an hour later on the dial.
    private static DateTimeOffset InZone(DateTime local, TimeZoneInfo zone) =>
        new(local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local));

    private static int Number(Match match, string group) =>
        match.Groups[group] is { Success: true } found
            ? int.Parse(found.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : 0;

    /// <summary>So much later, but not later than time goes.</summary>
    internal static DateTimeOffset After(DateTimeOffset from, TimeSpan length) =>
        length < MailRequestRules.Latest - from ? from + length : MailRequestRules.Latest.AddTicks(-1);

    [GeneratedRegex(
        @"\A(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})[Tt ](?<hour>[0-9]{2}):(?<minute>[0-9]{2})"
            + @"(:(?<second>[0-9]{2})([.,](?<fraction>[0-9]{1,30}))?)?"
            + @"( ?((?<utc>[Zz]|UTC|GMT)|(?<sign>[+-])(?<hours>[0-9]{2})(:?(?<minutes>[0-9]{2}))?( UTC)?)"
            + @"(\[[A-Za-z0-9_/+-]{1,64}\])?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Pattern();
}
