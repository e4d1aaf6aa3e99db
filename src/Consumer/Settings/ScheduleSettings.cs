using MailDispatcher.Settings;
using Quartz;

namespace MailDispatcher.Consumer.Settings;

/// <summary>When runs happen: Quartz cron expressions (with seconds), in <see cref="DispatchSettings.Zone"/>.</summary>
internal sealed record ScheduleSettings
{
    public required string Hourly { get; init; }

    public required string EndOfDay { get; init; }

    internal static ScheduleSettings Read(SettingsReader reader) =>
        new()
        {
            Hourly = reader.Text(
                "Schedule__Hourly",
                "0 0 * * * ?",
                "a Quartz cron expression",
                "When the hourly run happens.",
                IsCron
            ),
            EndOfDay = reader.Text(
                "Schedule__EndOfDay",
                "0 5 23 * * ?",
                "a Quartz cron expression",
                "When the day's last run spends the credits that are left.",
                IsCron
            ),
        };

    private static bool IsCron(string expression) => CronExpression.TryParse(expression, out _);
}
