using System.Globalization;

namespace MailDispatcher.Sandbox.Page;

/// <summary>Instants as the pages write them: in the account's zone.</summary>
internal static class Moment
{
    public static string Day(DateTimeOffset instant, TimeZoneInfo zone) => In(instant, zone, "yyyy-MM-dd");

    public static string Clock(DateTimeOffset instant, TimeZoneInfo zone) => In(instant, zone, "HH:mm:ss");

    /// <summary>For the <c>datetime</c> attribute.</summary>
    public static string Iso(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string In(DateTimeOffset instant, TimeZoneInfo zone, string format) =>
        TimeZoneInfo.ConvertTime(instant, zone).ToString(format, CultureInfo.InvariantCulture);
}
