using MailDispatcher.Core.Provider;

namespace MailDispatcher.MailManager.Events;

/// <summary>Some of the provider's event log, newest first. Closed.</summary>
public abstract record EventPage
{
    private EventPage() { }

    /// <param name="Events">Those that say what became of a mail.</param>
    /// <param name="Rows">How many rows there were, others included.</param>
    /// <param name="Oldest">When the oldest row happened; null for no row.</param>
    public sealed record Read(IReadOnlyList<ProviderEvent> Events, int Rows, DateTimeOffset? Oldest) : EventPage;

    /// <summary>It could not be asked.</summary>
    /// <param name="Until">It is not worth asking before; null when nothing is known.</param>
    public sealed record Unknown(string Reason, DateTimeOffset? Until) : EventPage;
}
