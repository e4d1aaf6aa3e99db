using RabbitMQ.Client.Exceptions;

namespace MailDispatcher.Client;

/// <summary>A publish was not confirmed by the broker.</summary>
public sealed class NotConfirmedException(string message, bool mayHaveArrived, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>
    /// False: it is certainly not stored. True: nobody knows; publishing again under the same mail id is safe, since
    /// the dispatcher sends each mail id once.
    /// </summary>
    public bool MayHaveArrived { get; } = mayHaveArrived;

    /// <summary>No queue is bound where it was published to.</summary>
    internal bool WasReturned => InnerException is PublishException { IsReturn: true };

    /// <summary>
    /// The broker took it off the wire and did not store it: its queue is full, or a quorum queue that has no leader.
    /// </summary>
    internal bool WasRefused => InnerException is PublishException { IsReturn: false };

    /// <summary>False when the broker has had its last word: returned, or not allowed.</summary>
    internal bool MayPass =>
        !WasReturned && InnerException is not OperationInterruptedException { ShutdownReason.ReplyCode: 403 or 404 };
}
