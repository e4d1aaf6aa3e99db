namespace MailDispatcher.MailManager.Answers;

/// <param name="Code">hardBounce, contactFlaggedAsSpam, adminBlocked, unsubscribedVia...</param>
internal sealed record BlockedReason(string? Code);
