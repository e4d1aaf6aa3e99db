namespace MailDispatcher.Sandbox.Contacts;

/// <summary>An address to which Brevo sends no transactional mail.</summary>
/// <param name="Code">One of Brevo's reasons: <c>adminBlocked</c>, <c>hardBounce</c>, <c>contactFlaggedAsSpam</c>,
/// <c>unsubscribedViaEmail</c> ...</param>
public sealed record BlockedContact(string Email, string SenderEmail, string Code, DateTimeOffset BlockedAt);
