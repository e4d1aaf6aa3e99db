using MailDispatcher.Broker.Connecting;
using MailDispatcher.Consumer.Dispatch;

namespace MailDispatcher.Consumer.JournalAccess;

/// <summary>The dispatcher's own session, whether it leads or stands by.</summary>
internal sealed class SessionBroker(OperatorActions session) : IJournalBroker
{
    public Task<BrokerConnection?> FindAsync(CancellationToken cancellationToken) =>
        Task.FromResult(session.Session?.Broker);
}
