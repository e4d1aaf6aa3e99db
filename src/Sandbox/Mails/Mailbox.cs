namespace MailDispatcher.Sandbox.Mails;

/// <summary>An address with the name shown beside it.</summary>
public sealed record Mailbox(string Email, string? Name);
