namespace MailDispatcher.MailManager.Events;

/// <summary>Some of the addresses to which the provider sends nothing. Closed.</summary>
public abstract record BlockedPage
{
    private BlockedPage() { }

    /// <param name="Total">How many there are in all; null when it was not told.</param>
    public sealed record Read(IReadOnlyList<BlockedAddress> Addresses, int? Total) : BlockedPage;

    /// <summary>They could not be asked for.</summary>
    /// <param name="Until">It is not worth asking before; null when nothing is known.</param>
    public sealed record Unknown(string Reason, DateTimeOffset? Until) : BlockedPage;
}
