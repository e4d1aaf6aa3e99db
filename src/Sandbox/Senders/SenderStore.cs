namespace MailDispatcher.Sandbox.Senders;

/// <summary>The account's senders and domains.</summary>
internal sealed class SenderStore(IReadOnlyList<Sender> senders, IReadOnlyCollection<string> domains)
{
    public IReadOnlyList<Sender> All => senders;

    public Sender? Find(long id) => senders.FirstOrDefault(s => s.Id == id);

    /// <summary>Whether Brevo sends for this address: an active sender's, or one of an authenticated domain.</summary>
    public bool MaySend(string email) =>
        senders.Any(s => s.Active && s.Email.Equals(email, StringComparison.OrdinalIgnoreCase))
        || domains.Contains(email[(email.LastIndexOf('@') + 1)..], StringComparer.OrdinalIgnoreCase);
}
