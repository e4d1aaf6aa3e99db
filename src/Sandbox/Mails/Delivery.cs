namespace MailDispatcher.Sandbox.Mails;

/// <summary>One recipient of an accepted mail, and what would have come of it.</summary>
public sealed record Delivery(Mailbox Recipient, DeliveryOutcome Outcome);
