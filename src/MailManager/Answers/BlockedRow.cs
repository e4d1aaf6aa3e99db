namespace MailDispatcher.MailManager.Answers;

/// <summary>One blocked contact.</summary>
internal sealed record BlockedRow(string? Email, BlockedReason? Reason, string? BlockedAt);
