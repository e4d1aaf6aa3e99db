namespace MailDispatcher.Contracts;

/// <summary>A publish was not confirmed by the broker.</summary>
public sealed class NotConfirmedException(string message, bool mayHaveArrived, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>
    /// False: it is certainly not stored. True: nobody knows; publishing again under the same mail id is safe, since the
    /// dispatcher sends each mail id once.
    /// </summary>
    public bool MayHaveArrived { get; } = mayHaveArrived;
}
