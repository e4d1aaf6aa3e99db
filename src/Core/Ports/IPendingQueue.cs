namespace MailDispatcher.Core.Ports;

/// <summary>
/// The queue in which mail requests wait until they are settled, as one session sees it. Messages are pushed; what was
/// pushed stays unacknowledged until <see cref="AckAsync"/>, and is back in its place when the session ends.
/// </summary>
public interface IPendingQueue
{
    /// <summary>
    /// Has messages pushed, in the queue's order, or changes how many; what was pushed before stays in hand.
    /// </summary>
    /// <param name="prefetch">How many may be unacknowledged at once, 1 to 65,535.</param>
    /// <param name="onDelivery">Called one at a time; must return at once.</param>
    /// <exception cref="SessionLostException">The queue is gone.</exception>
    Task ConsumeAsync(int prefetch, Action<Delivery> onDelivery, CancellationToken cancellationToken);

    /// <summary>The queues beside it for what is due on later days.</summary>
    ILaterQueues Later { get; }

    /// <summary>Settles messages: they leave their queue.</summary>
    /// <exception cref="SessionLostException">The queue is gone; the messages come again, and the journal knows
    /// them.</exception>
    Task AckAsync(IReadOnlyList<Delivery> deliveries);

    /// <summary>Gives messages back; they are pushed again.</summary>
    /// <exception cref="SessionLostException">The queue is gone, and has them back by itself.</exception>
    Task ReturnAsync(IReadOnlyList<Delivery> deliveries);

    /// <summary>How many messages are ready: neither pushed nor settled.</summary>
    /// <exception cref="SessionLostException">The queue is gone.</exception>
    Task<int> CountReadyAsync(CancellationToken cancellationToken);
}
