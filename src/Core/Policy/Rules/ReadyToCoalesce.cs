namespace MailDispatcher.Core.Policy.Rules;

/// <summary>What the coalescing rule knows of a waiting mail.</summary>
/// <param name="Recipient">Whom it is to: any key that is the same for the same person.</param>
public sealed record ReadyToCoalesce(WaitingMail Mail, string Recipient);
