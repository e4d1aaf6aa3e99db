namespace MailDispatcher.Sandbox.Senders;

/// <summary>An address that the account may send from.</summary>
public sealed record Sender(long Id, string Name, string Email, bool Active);
