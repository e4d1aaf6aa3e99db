namespace MailDispatcher.Contracts;

/// <summary>Who gets the mail.</summary>
/// <param name="Name">Display name, or null. Control characters are refused (see <see cref="MailRequestRules"/>).</param>
/// <param name="Email">One ASCII address, at most 254 characters (RFC 5321, section 4.5.3.1).</param>
public sealed record Recipient(string? Name, string Email);
