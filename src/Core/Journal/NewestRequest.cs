namespace MailDispatcher.Core.Journal;

/// <summary>The newest request seen about one topic to one recipient, whatever became of it.</summary>
public sealed record NewestRequest(
    Guid Mail,
    string Topic,
    string Recipient,
    long? Version,
    DateTimeOffset Published,
    bool IsCancel,
    SeenOrder? Seen = null
);
