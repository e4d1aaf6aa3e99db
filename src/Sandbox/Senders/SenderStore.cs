namespace MailDispatcher.Sandbox.Senders;

/// <summary>The account's senders and domains.</summary>
internal sealed class SenderStore(SandboxOptions options)
{
    public IReadOnlyList<Sender> All => options.Senders;

    public Sender? Find(long id) => options.Senders.FirstOrDefault(s => s.Id == id);

    /// <summary>Whether Brevo sends for this address: an active sender's, or one of an authenticated domain.</summary>
    public bool MaySend(string email) =>
        options.Senders.Any(s => s.Active && s.Email.Equals(email, StringComparison.OrdinalIgnoreCase))
        || options.AuthenticatedDomains.Contains(
            email[(email.LastIndexOf('@') + 1)..],
            StringComparer.OrdinalIgnoreCase
        );
}
