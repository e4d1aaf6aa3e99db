using MailDispatcher.Broker.Journal;
using MailDispatcher.Client;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.Consumer.JournalAccess;

/// <summary>Writes single events into the journal, from a part that need not lead.</summary>
internal static class JournalNotes
{
    /// <returns>False when it is not known to be stored: the broker is away, or does not take it.</returns>
    public static async Task<bool> TryAppendAsync(
        this IJournalBroker journal,
        JournalQueue queue,
        JournalEvent entry,
        CancellationToken cancellationToken
    )
    {
        if (await journal.FindAsync(cancellationToken) is not { } broker)
            return false;
        try
        {
            await using var appender = await JournalAppender.OpenAsync(broker, queue, cancellationToken);
            await appender.AppendAsync([entry]);
            return true;
        }
        catch (Exception e) when (e is SessionLostException or QueueUnusableException)
        {
            return false;
        }
    }
}
