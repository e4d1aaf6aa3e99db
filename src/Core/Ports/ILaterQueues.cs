namespace MailDispatcher.Core.Ports;

/// <summary>
/// Queues beside the pending queue for what is due on later days, when more waits than can be held: a fixed ring, a
/// queue for each day's number. A message is moved there once: published, confirmed, then acknowledged where it came
/// from.
/// </summary>
public interface ILaterQueues
{
    /// <summary>How many queues the ring has.</summary>
    int Slots { get; }

    /// <summary>Stores messages in a slot's queue; returns once they are stored.</summary>
    /// <exception cref="SessionLostException">They are not known to be stored.</exception>
    Task MoveAsync(IReadOnlyList<(Delivery Delivery, int Slot)> messages);

    /// <summary>Has a slot's messages pushed beside those of the pending queue, instead of another slot's.</summary>
    /// <param name="slot">0 to <see cref="Slots"/> - 1; null for none.</param>
    /// <param name="prefetch">How many may be unacknowledged at once.</param>
    /// <exception cref="SessionLostException">The queue is gone.</exception>
    Task ConsumeAsync(int? slot, int prefetch, Action<Delivery> onDelivery, CancellationToken cancellationToken);

    /// <summary>How many messages stand in each slot; 0 where it was never needed.</summary>
    /// <exception cref="SessionLostException">The queues can't be asked.</exception>
    Task<IReadOnlyList<int>> CountAsync(CancellationToken cancellationToken);
}
