using MailDispatcher.Consumer.Settings;
using Quartz;

namespace MailDispatcher.Consumer.Scheduling;

/// <summary>The two jobs of the original: the hourly run and the day's last one, each by its cron.</summary>
internal static class ScheduleRegistration
{
    public static IServiceCollection AddRuns(
        this IServiceCollection services,
        DaemonSettings settings,
        TimeProvider time
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.AddQuartz(quartz =>
        {
            quartz.UseTimeProvider(time);
            Add(quartz, RunKind.Hourly, settings.Schedule.Hourly, settings.Dispatch.Zone);
            Add(quartz, RunKind.EndOfDay, settings.Schedule.EndOfDay, settings.Dispatch.Zone);
        });
        return services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
    }

    private static void Add(IQuartzBuilder quartz, RunKind kind, string cron, TimeZoneInfo zone)
    {
        var key = new JobKey(kind.ToString());
        quartz.AddJob<RunJob>(job => job.WithIdentity(key).UsingJobData(RunJob.Kind, kind.ToString()));
        // A fire that was missed is made up for by the dispatcher, which knows from the journal what was done.
        quartz.AddTrigger(trigger =>
            trigger
                .ForJob(key)
                .WithIdentity(kind.ToString())
                .WithCronSchedule(
                    cron,
                    schedule =>
                        schedule.InTimeZone(zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)
                )
        );
    }
}
