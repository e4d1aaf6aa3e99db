using MailDispatcher.Broker.Connecting;

namespace MailDispatcher.Consumer.Intake;

/// <summary>The connection over which the intake reads the journal. Safe for concurrent use.</summary>
internal interface IJournalBroker
{
    /// <summary>Null while the broker is away.</summary>
    Task<BrokerConnection?> FindAsync(CancellationToken cancellationToken);
}
