using MailDispatcher.Broker.Connecting;

namespace MailDispatcher.Consumer.JournalAccess;

/// <summary>The connection to the journal of a part that need not lead. Safe for concurrent use.</summary>
internal interface IJournalBroker
{
    /// <summary>Null while the broker is away.</summary>
    Task<BrokerConnection?> FindAsync(CancellationToken cancellationToken);
}
