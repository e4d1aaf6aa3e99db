namespace MailDispatcher.Core.Policy.Calendar;

/// <summary>A run of the schedule that is to come.</summary>
/// <param name="IsLast">The day's last one, which spends the rest of its credits.</param>
public readonly record struct PlannedRun(DateTimeOffset At, bool IsLast);
