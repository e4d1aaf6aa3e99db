namespace MailDispatcher.MailManager.Requests;

/// <param name="IdempotencyKey">A UUID; the provider refuses a second mail under it for 15 to 30 minutes.</param>
internal sealed record RequestHeaders(string IdempotencyKey);
