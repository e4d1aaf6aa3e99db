namespace MailDispatcher.Broker.Connecting;

/// <summary>The connection or a channel to the broker ended. What was in hand is back in its queue.</summary>
public sealed class BrokerLostException(string message, Exception? innerException = null) : Exception(message, innerException);
