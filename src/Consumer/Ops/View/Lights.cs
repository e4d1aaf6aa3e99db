using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Consumer.Journal;
using MailDispatcher.Consumer.Policy;

namespace MailDispatcher.Consumer.Ops.View;

/// <summary>Broker, provider, schedule: three judgements, each with its words. Pure.</summary>
internal static class Lights
{
    public const string NoRun = "no run is planned";

    // A run may take a while, and its end is what the journal tells.
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(10);

    public static Light Broker(DispatcherPhase phase, string? problem, string? blocked) => (phase, problem, blocked) switch
    {
        (DispatcherPhase.Connecting, null, _) => new("broker", LightState.Unknown, "connecting"),
        (DispatcherPhase.Connecting, { } why, _) => new("broker", LightState.Bad, $"can't be used: {why}"),
        (_, _, { } why) => new("broker", LightState.Bad, $"takes no messages: {why}"),
        _ => new("broker", LightState.Good, "connected"),
    };

    public static Light Provider(JournalMemory? memory, string? lastResult) => (memory, lastResult) switch
    {
        (null, _) => new("provider", LightState.Unknown, "not known yet"),
        ({ ProviderFault: { } fault }, _) => new("provider", LightState.Bad, $"refuses the account: {fault}"),
        (_, "provider") => new("provider", LightState.Warning, "cut the last run short"),
        (_, "credits_unknown") => new("provider", LightState.Warning, "did not tell the credits at the last run"),
        ({ Credits.ReadAt: null }, _) => new("provider", LightState.Unknown, "not asked yet"),
        _ => new("provider", LightState.Good, "answers"),
    };

    /// <param name="lookedAt">Given where the policy looks all the time and has no runs to wait for; null where it has.</param>
    public static Light Schedule(DispatcherPhase phase, JournalMemory? memory, IRunCalendar calendar, Clockface clock, DateTimeOffset? lookedAt)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(clock);
        if (phase is DispatcherPhase.Standby) return new("schedule", LightState.Warning, "another dispatcher is active; this one stands by");
        if (phase is not DispatcherPhase.Leading || memory is null) return new("schedule", LightState.Unknown, "not at work yet");
        if (memory.PausedBy is { } who) return new("schedule", LightState.Warning, $"paused by {who}");
        if (lookedAt is { } looked)
        {
            return clock.Now - looked > LongestRun
                ? new("schedule", LightState.Bad, $"the waiting room was last looked into {clock.At(looked)}")
                : new("schedule", LightState.Good, "looks for mail all the time");
        }

        if (calendar.LatestAt(RunKind.Hourly, clock.Now) is { } due && clock.Now - due > LongestRun
            && memory.CarriedOutUntil(RunKind.Hourly) is { } last && last < due)
            return new("schedule", LightState.Bad, $"the run of {clock.At(due)} has not ended");
        return calendar.NextAfter(RunKind.Hourly, clock.Now) is { } next
            ? new("schedule", LightState.Good, $"next run {clock.At(next)}")
            : new("schedule", LightState.Warning, NoRun);
    }
}
