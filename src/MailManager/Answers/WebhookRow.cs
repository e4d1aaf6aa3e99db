namespace MailDispatcher.MailManager.Answers;

/// <summary>One webhook.</summary>
internal sealed record WebhookRow(long Id, string? Url, IReadOnlyList<string?>? Events);
