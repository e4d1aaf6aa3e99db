namespace MailDispatcher.Core.Ports;

/// <summary>The queue of what a person must look at.</summary>
public interface IParkedQueue
{
    /// <summary>Stores a message with its original bytes and the reason; returns once it is stored.</summary>
    /// <exception cref="SessionLostException">It is not known to be stored.</exception>
    Task ParkAsync(Delivery delivery, ParkingNote note);

    /// <summary>How many messages are parked.</summary>
    /// <exception cref="SessionLostException">The queue can't be asked.</exception>
    Task<int> CountAsync(CancellationToken cancellationToken);
}
