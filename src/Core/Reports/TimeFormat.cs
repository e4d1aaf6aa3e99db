using System.Globalization;

namespace MailDispatcher.Core.Reports;

/// <summary>Says instants and spans as people read them, in the dispatcher's zone.</summary>
public sealed class TimeFormat(TimeZoneInfo zone, DateTimeOffset now)
{
    private readonly CreditDay _day = new(zone);

    public DateTimeOffset Now => now;

    public TimeZoneInfo Zone => zone;

    /// <summary>14:10; tomorrow 09:00; Mon 23 Nov 09:00.</summary>
    public string At(DateTimeOffset instant)
    {
        var local = _day.In(instant);
        var time = local.ToString("HH:mm", CultureInfo.InvariantCulture);
        return (_day.Of(instant).DayNumber - _day.Of(now).DayNumber) switch
        {
            0 => time,
            1 => $"tomorrow {time}",
            -1 => $"yesterday {time}",
            _ => $"{local.ToString("ddd d MMM", CultureInfo.InvariantCulture)} {time}",
        };
    }

    /// <summary>14:10:35, with the day when it is not today.</summary>
    public string Exactly(DateTimeOffset instant) =>
        $"{At(instant)}:{_day.In(instant).ToString("ss", CultureInfo.InvariantCulture)}";

    /// <summary>35 s; 12 min; 2 h 10 min; 3 days. Never negative.</summary>
    public static string Span(TimeSpan span) =>
        span switch
        {
            { TotalSeconds: < 1 } => "a moment",
            { TotalSeconds: < 60 } => $"{span.Seconds} s",
            { TotalMinutes: < 60 } => $"{span.Minutes} min",
            { TotalHours: < 24, Minutes: 0 } => $"{span.Hours} h",
            { TotalHours: < 24 } => $"{span.Hours} h {span.Minutes} min",
            { TotalHours: < 48, Hours: > 0 } => $"1 day {span.Hours} h",
            { TotalHours: < 48 } => "1 day",
            _ => $"{span.Days} days",
        };

    /// <summary>in 12 min; 12 min ago.</summary>
    public string Relative(DateTimeOffset instant) =>
        instant >= now ? $"in {Span(instant - now)}" : $"{Span(now - instant)} ago";

    /// <summary>1 mail; 2 mails.</summary>
    public static string Count(int count, string noun) => $"{Number(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>1217, as programs read it.</summary>
    public static string Plain(int count) => count.ToString(CultureInfo.InvariantCulture);

    public static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
