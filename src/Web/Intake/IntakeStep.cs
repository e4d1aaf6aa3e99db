namespace MailDispatcher.Web.Intake;

/// <summary>One outcome in a mail's history.</summary>
public sealed record IntakeStep(DateTimeOffset At, string Outcome, string? Reason, string? Field);
