namespace MailDispatcher.MailManager.Requests;

/// <summary>How the provider shows that it is the one who posts.</summary>
internal sealed record WebhookAuth(string Type, string Token);
