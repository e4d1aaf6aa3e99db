using MailDispatcher.Consumer.Settings;
using Quartz;

namespace MailDispatcher.Consumer.Scheduling;

/// <summary>The two crons, as instants.</summary>
internal sealed class RunSchedule(ScheduleSettings settings, TimeZoneInfo zone) : IRunCalendar
{
    private readonly CronExpression _hourly = new(settings.Hourly, zone);
    private readonly CronExpression _endOfDay = new(settings.EndOfDay, zone);

    /// <inheritdoc/>
    public DateTimeOffset? NextAfter(RunKind kind, DateTimeOffset at) => CronOf(kind).GetNextValidTimeAfter(at);

    /// <inheritdoc/>
    public DateTimeOffset? LatestAt(RunKind kind, DateTimeOffset at) =>
        // Quartz 4.7.3 takes another offset's clock time for UTC when it looks back.
        CronOf(kind).GetPreviousValidTimeBefore(at.ToUniversalTime() + TimeSpan.FromTicks(1));

    private CronExpression CronOf(RunKind kind) => kind == RunKind.EndOfDay ? _endOfDay : _hourly;
}
