namespace MailDispatcher.Web.View;

/// <summary>The webhooks to one app.</summary>
/// <param name="Host">Where they go to.</param>
/// <param name="Latest">Newest first, as far as this dispatcher remembers.</param>
public sealed record WebhookRow(string App, string Host, IReadOnlyList<WebhookDelivery> Latest);
