namespace MailDispatcher.Core.Policy.Rules;

/// <summary>What the coalescing rule knows of a waiting mail.</summary>
/// <param name="Key">The same for mails that one mail could stand for: at least to the same person.</param>
public sealed record KeyedMail(WaitingMail Mail, string Key);
