namespace MailDispatcher.Core.Health;

/// <summary>Runs: which was due, which was carried out, which comes.</summary>
public sealed record ScheduleReading
{
    /// <summary>The policy decides at any moment and has no runs to wait for.</summary>
    public bool IsContinuous { get; init; }

    /// <summary>When the last hourly run was due.</summary>
    public DateTimeOffset? LastDue { get; init; }

    /// <summary>Until when no run was missed.</summary>
    public DateTimeOffset? CarriedOutUntil { get; init; }

    /// <summary>The next hourly run; null when none is planned.</summary>
    public DateTimeOffset? Next { get; init; }

    /// <summary>The last run that comes before the first deadline of what waits; null when none does.</summary>
    public DateTimeOffset? LastBeforeFirstDue { get; init; }
}
