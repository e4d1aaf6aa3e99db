namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary>The daemon can't be asked. The message says why and what to do.</summary>
internal sealed class DaemonUnreachableException(string message, Exception? innerException = null)
    : Exception(message, innerException);
