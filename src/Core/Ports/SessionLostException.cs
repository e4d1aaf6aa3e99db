namespace MailDispatcher.Core.Ports;

/// <summary>The session with queues and journal ended. What was in hand is back in its queue.</summary>
public sealed class SessionLostException(string message, Exception? innerException = null)
    : Exception(message, innerException);
