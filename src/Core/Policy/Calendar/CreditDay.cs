namespace MailDispatcher.Core.Policy.Calendar;

/// <summary>
/// The day over which credits count: from midnight to midnight of one zone. The only place where a policy meets a zone,
/// so days of 23 and 25 hours and days without a midnight are handled here and nowhere else.
/// </summary>
public sealed class CreditDay(TimeZoneInfo zone)
{
    public TimeZoneInfo Zone => zone;

    public DateOnly Of(DateTimeOffset instant) => DateOnly.FromDateTime(In(instant).DateTime);

    /// <summary>The same instant as this zone's clocks show it.</summary>
    public DateTimeOffset In(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone);

    /// <summary>The first instant of a day, also where the clocks skip or repeat midnight.</summary>
    public DateTimeOffset StartOf(DateOnly day) => At(day, TimeOnly.MinValue);

    /// <summary>When this zone's clocks first show a time of a day, or where they skip it, go on after it.</summary>
    public DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(1);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }

    /// <summary>
    /// The next instant at which unused credits are lost and new ones come; always after <paramref name="now"/>.
    /// </summary>
    public DateTimeOffset ResetAfter(DateTimeOffset now) => StartOf(Of(now).AddDays(1));
}
