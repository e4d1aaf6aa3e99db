using RabbitMQ.Client;

namespace MailDispatcher.Client;

/// <summary>
/// The brokers of one cluster, for one connection after the other: they are tried in their order, and after a
/// connection that ended the next one comes first. A node may let us in and still not serve the queue. Not for
/// concurrent use.
/// </summary>
internal sealed class BrokerRotation(MailPublisherOptions options)
{
    private readonly IReadOnlyList<Uri> _brokers = [options.Broker, .. options.FailOver];
    private int _first;

    /// <exception cref="BrokerUnavailableException">None takes us; it may pass if it may for one of them.</exception>
    public async Task<IConnection> OpenAsync(string name, CancellationToken cancellationToken)
    {
        var (connection, reached) = await BrokerConnector.OpenFirstAsync(
            [.. _brokers.Skip(_first), .. _brokers.Take(_first)],
            name,
            options.Certificate,
            cancellationToken
        );
        _first = (_brokers.ToList().IndexOf(reached) + 1) % _brokers.Count;
        return connection;
    }
}
