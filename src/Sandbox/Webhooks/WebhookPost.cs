using MailDispatcher.Sandbox.Mails;

namespace MailDispatcher.Sandbox.Webhooks;

/// <summary>One event on its way to the webhooks.</summary>
/// <param name="To">The webhook that asked for it again; null for all that there are then.</param>
/// <param name="Tries">Posts before.</param>
internal sealed record WebhookPost(MailEvent Event, Webhook? To, int Tries);
