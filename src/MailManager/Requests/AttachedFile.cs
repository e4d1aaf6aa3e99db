namespace MailDispatcher.MailManager.Requests;

/// <summary>A file that the provider fetches.</summary>
/// <param name="Name">Null leaves it to the address's last part.</param>
internal sealed record AttachedFile(string Url, string? Name);
