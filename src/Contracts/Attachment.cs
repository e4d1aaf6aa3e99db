namespace MailDispatcher.Contracts;

/// <summary>A file that the provider fetches by its address when the mail is sent.</summary>
/// <param name="Url">Absolute <c>https</c> (or <c>http</c>) address, at most 2000 characters.</param>
/// <param name="Name">The file's name in the mail, or null; its extension tells the provider the type.</param>
public sealed record Attachment(string Url, string? Name)
{
    /// <summary>Without the address, which may carry a secret.</summary>
    public override string ToString() => nameof(Attachment);
}
