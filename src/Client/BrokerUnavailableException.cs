namespace MailDispatcher.Client;

/// <summary>
/// There is no connection to the broker. The message says why in one sentence, and never holds a secret.
/// </summary>
public sealed class BrokerUnavailableException(string message, bool mayPass, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>
    /// True: it can't be reached now. False: it answered and refused; only another account or address will help.
    /// </summary>
    public bool MayPass { get; } = mayPass;
}
