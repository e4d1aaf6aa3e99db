using MailDispatcher.Contracts;

namespace MailDispatcher.Settings;

/// <summary>The zones on which publishers and the dispatcher must agree.</summary>
public static class ZoneSettings
{
    /// <returns>Null after a problem.</returns>
    public static TimeZoneInfo? Calendar(SettingsReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.Zone(
            "Dispatch__TimeZone",
            CalendarZone.DefaultName,
            "Zone of the schedule, of calendar days, of the credits' day and of the dates in mails."
        );
    }

    /// <returns>Null when none is set, and after a problem.</returns>
    public static TimeZoneInfo? OfRequests(SettingsReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.Zone(
            "Requests__Zone",
            "",
            "Zone of a time that a request writes without one; unset, such a request is parked."
        );
    }
}
