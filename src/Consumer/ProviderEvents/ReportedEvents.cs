using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Provider;
using MailDispatcher.Core.Suppression;

namespace MailDispatcher.Consumer.ProviderEvents;

/// <summary>What the journal keeps of what the provider tells: no address, but its key. Pure.</summary>
internal static class ReportedEvents
{
    /// <returns>Null for what concerns neither a mail of ours nor an address that can't be reached.</returns>
    public static JournalEvent? Of(ProviderEvent told, ReportSource source, AddressKeys addresses, DateTimeOffset now)
    {
        // A fault of the sender says nothing of the address.
        var address = told.Kind is ProviderEventKind.Failed ? null : addresses.Of(told.Address);
        if (told.Mail is { } mail)
            return new JournalEvent.ProviderReported
            {
                At = now,
                Mail = mail,
                Report = told.Kind,
                HappenedAt = told.At,
                Source = source,
                Reason = told.Reason,
                Address = address,
            };
        return address is not null && CauseOf(told.Kind) is { } cause
            ? new JournalEvent.AddressesSuppressed
            {
                At = now,
                Entries = [new SuppressionEntry(address, cause, told.At)],
            }
            : null;
    }

    private static SuppressionCause? CauseOf(ProviderEventKind kind) =>
        kind switch
        {
            ProviderEventKind.HardBounced => SuppressionCause.HardBounced,
            ProviderEventKind.Complained => SuppressionCause.Complained,
            ProviderEventKind.Unsubscribed => SuppressionCause.Unsubscribed,
            ProviderEventKind.Blocked => SuppressionCause.Blocked,
            _ => null,
        };
}
