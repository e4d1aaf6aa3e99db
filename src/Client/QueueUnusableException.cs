namespace MailDispatcher.Client;

/// <summary>A queue is missing, or exists with other arguments. The message says what to set.</summary>
public sealed class QueueUnusableException(string message) : Exception(message);
