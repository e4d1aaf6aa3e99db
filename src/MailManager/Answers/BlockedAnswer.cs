namespace MailDispatcher.MailManager.Answers;

/// <summary><c>GET /smtp/blockedContacts</c>.</summary>
internal sealed record BlockedAnswer(int? Count, IReadOnlyList<BlockedRow?>? Contacts);
