namespace MailDispatcher.Consumer.Settings;

/// <summary>
/// The nodes of the broker, for one session after the other. A node may let us in and still not have all queues: for
/// each session another node comes first. Not for concurrent use.
/// </summary>
/// <param name="nodes">In the order of the setting; at least one.</param>
internal sealed class BrokerNodes(IReadOnlyList<Uri> nodes)
{
    private int _sessions;

    /// <summary>All nodes, in the order in which the next session tries them.</summary>
    public IReadOnlyList<Uri> Next()
    {
        var first = _sessions++ % nodes.Count;
        return [.. nodes.Skip(first), .. nodes.Take(first)];
    }
}
