namespace MailDispatcher.Web.View;

/// <summary>One parked mail.</summary>
public sealed record ParkedRow(Guid Id, string Cause, string Reason, DateTimeOffset At, DateTimeOffset? Deadline);
