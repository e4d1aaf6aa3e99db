using MailDispatcher.Client;

namespace MailDispatcher.Broker.Connecting;

/// <summary>Where the broker is, and as whom we speak to it.</summary>
/// <param name="Nodes">Its nodes, tried in their order; at least one. The addresses hold the password.</param>
/// <param name="Certificate">Shown to it (<c>amqps</c>); null for none.</param>
public sealed record BrokerAccess(IReadOnlyList<Uri> Nodes, ClientCertificate? Certificate = null)
{
    /// <summary>An address holds a password: no text of this does.</summary>
    public override string ToString() => string.Join(", ", Nodes.Select(node => $"{node.Host}:{node.Port}"));
}
