namespace MailDispatcher.MailManager.Requests;

/// <param name="Name">At most 70 characters; null leaves it out.</param>
internal sealed record Addressee(string Email, string? Name);
