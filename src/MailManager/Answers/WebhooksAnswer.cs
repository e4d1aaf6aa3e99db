namespace MailDispatcher.MailManager.Answers;

/// <summary><c>GET /webhooks</c>.</summary>
internal sealed record WebhooksAnswer(IReadOnlyList<WebhookRow?>? Webhooks);
