using MailDispatcher.Broker.Connecting;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>
/// The nodes of the broker, for one session after the other. A node may let us in and still not have all queues: for
/// each session another node comes first. Not for concurrent use.
/// </summary>
internal sealed class BrokerNodes(BrokerAccess access)
{
    private int _sessions;

    /// <summary>All nodes, in the order in which the next session tries them.</summary>
    public BrokerAccess Next()
    {
        var first = _sessions++ % access.Nodes.Count;
        return access with { Nodes = [.. access.Nodes.Skip(first), .. access.Nodes.Take(first)] };
    }
}
