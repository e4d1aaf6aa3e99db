namespace MailDispatcher.Core.Policy.Rules;

/// <summary>What the supersede rule knows of a waiting request.</summary>
/// <param name="Topic">What it is about; null takes no part in the rule.</param>
/// <param name="Recipient">Whom it is to: any key that is the same for the same person.</param>
/// <param name="Version">Higher is newer; null leaves it to the time of publishing.</param>
/// <param name="IsCancel">Sends nothing; withdraws what is older.</param>
public sealed record TopicMail(
    Guid Id,
    string? Topic,
    string Recipient,
    long? Version,
    DateTimeOffset Published,
    bool IsCancel = false
);
