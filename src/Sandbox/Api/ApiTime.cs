using System.Globalization;

namespace MailDispatcher.Sandbox.Api;

/// <summary>Instants as the API writes them: UTC with milliseconds.</summary>
internal static class ApiTime
{
    public static string Of(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
