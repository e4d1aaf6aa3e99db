namespace MailDispatcher.Contracts;

/// <summary>
/// How near a deadline is: <c>200 - days</c>, 1..200, 200 = today. The original's scale, counted in calendar days of a
/// zone (the original floor-divided a duration, which ranked past mentorings above today's).
/// </summary>
public static class Urgency
{
    public const int Today = 200;

    /// <summary>
    /// Calendar days from <paramref name="now"/> to <paramref name="deadline"/> in the zone; 0 for today and the past.
    /// </summary>
    public static int DaysUntil(DateTimeOffset deadline, DateTimeOffset now, TimeZoneInfo zone) =>
        Math.Max(0, DayOf(deadline, zone).DayNumber - DayOf(now, zone).DayNumber);

    /// <summary>1..200; always judged anew, never taken from the wire.</summary>
    public static int Of(DateTimeOffset deadline, DateTimeOffset now, TimeZoneInfo zone) =>
        Math.Max(1, Today - DaysUntil(deadline, now, zone));

    /// <summary>
    /// The AMQP <c>priority</c> octet: <c>max(1, top - days)</c> with <c>top = min(200, levels)</c>. With 255 levels it
    /// is exactly the urgency; with 10, mails nine or more days ahead share the lowest level.
    /// </summary>
    /// <param name="levels">The queue's <c>x-max-priority</c>, 1..255; 0 for a queue without priorities gives
    /// 0.</param>
    public static byte BrokerLevel(DateTimeOffset deadline, DateTimeOffset now, TimeZoneInfo zone, int levels) =>
        levels == 0 ? (byte)0 : (byte)Math.Max(1, Math.Min(Today, levels) - DaysUntil(deadline, now, zone));

    private static DateOnly DayOf(DateTimeOffset instant, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
}
