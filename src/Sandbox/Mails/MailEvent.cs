namespace MailDispatcher.Sandbox.Mails;

/// <summary>One line of the event log.</summary>
/// <param name="Name">In the vocabulary of the report: <c>requests</c>, <c>delivered</c>, <c>blocked</c>,
/// <c>hardBounces</c>, <c>softBounces</c>, <c>spam</c>, <c>error</c>.</param>
internal sealed record MailEvent(AcceptedMail Mail, Mailbox Recipient, string Name, DateTimeOffset At, string? Reason);
