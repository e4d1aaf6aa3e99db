using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Reports;

namespace MailDispatcher.Web.View;

/// <summary>Broker, provider, schedule: three judgements, each with its words. Pure.</summary>
public static class HealthChecks
{
    public const string NoRun = "no run is planned";

    // A run may take a while, and its end is what the journal tells.
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(10);

    public static HealthStatus Broker(DispatcherPhase phase, string? problem, string? blocked) => (phase, problem, blocked) switch
    {
        (DispatcherPhase.Connecting, null, _) => new("broker", HealthLevel.Unknown, "connecting"),
        (DispatcherPhase.Connecting, { } why, _) => new("broker", HealthLevel.Bad, $"can't be used: {why}"),
        (_, _, { } why) => new("broker", HealthLevel.Bad, $"takes no messages: {why}"),
        _ => new("broker", HealthLevel.Good, "connected"),
    };

    public static HealthStatus Provider(bool isKnown, string? fault, DateTimeOffset? creditsReadAt, string? lastResult) => (isKnown, fault, lastResult) switch
    {
        (false, _, _) => new("provider", HealthLevel.Unknown, "not known yet"),
        (_, { } why, _) => new("provider", HealthLevel.Bad, $"refuses the account: {why}"),
        (_, _, "provider") => new("provider", HealthLevel.Warning, "cut the last run short"),
        (_, _, "credits_unknown") => new("provider", HealthLevel.Warning, "did not tell the credits at the last run"),
        _ when creditsReadAt is null => new("provider", HealthLevel.Unknown, "not asked yet"),
        _ => new("provider", HealthLevel.Good, "answers"),
    };

    /// <param name="lookedAt">Given where the policy looks all the time and has no runs to wait for; null where it has.</param>
    public static HealthStatus Schedule(
        DispatcherPhase phase, bool isKnown, string? pausedBy, DateTimeOffset? carriedOutUntil, IRunCalendar calendar, TimeFormat clock, DateTimeOffset? lookedAt)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(clock);
        if (phase is DispatcherPhase.Standby) return new("schedule", HealthLevel.Warning, "another dispatcher is active; this one stands by");
        if (phase is not DispatcherPhase.Leading || !isKnown) return new("schedule", HealthLevel.Unknown, "not at work yet");
        if (pausedBy is { } who) return new("schedule", HealthLevel.Warning, $"paused by {who}");
        if (lookedAt is { } looked)
        {
            return clock.Now - looked > LongestRun
                ? new("schedule", HealthLevel.Bad, $"the pending queue was last looked into {clock.At(looked)}")
                : new("schedule", HealthLevel.Good, "looks for mail all the time");
        }

        if (calendar.LatestAt(RunKind.Hourly, clock.Now) is { } due && clock.Now - due > LongestRun
            && carriedOutUntil is { } last && last < due)
            return new("schedule", HealthLevel.Bad, $"the run of {clock.At(due)} has not ended");
        return calendar.NextAfter(RunKind.Hourly, clock.Now) is { } next
            ? new("schedule", HealthLevel.Good, $"next run {clock.At(next)}")
            : new("schedule", HealthLevel.Warning, NoRun);
    }
}
