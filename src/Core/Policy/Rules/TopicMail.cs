namespace MailDispatcher.Core.Policy.Rules;

/// <summary>What the supersede rule knows of a waiting request.</summary>
/// <param name="Topic">What it is about; null takes no part in the rule.</param>
/// <param name="Recipient">Whom it is to: any key that is the same for the same person.</param>
/// <param name="Version">Higher is newer; null leaves it to the time of publishing.</param>
/// <param name="Published">By the request or its AMQP timestamp; where it has neither, when it was seen.</param>
/// <param name="IsCancel">Sends nothing; withdraws what is older.</param>
/// <param name="Seen">The queue's own order, for one without a time; else null.</param>
public sealed record TopicMail(
    Guid Id,
    string? Topic,
    string Recipient,
    long? Version,
    DateTimeOffset Published,
    bool IsCancel = false,
    SeenOrder? Seen = null
)
{
    /// <summary>
    /// Certainly newer than another one: by version, else by time, else by the queue's order. False also where nobody
    /// can say: only one of them has a version or a time, or both have the same.
    /// </summary>
    public bool IsNewerThan(TopicMail other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (Version, other.Version) switch
        {
            ({ } mine, { } theirs) => mine > theirs,
            (null, null) => (Seen, other.Seen) switch
            {
                (null, null) => Published > other.Published,
                ({ } mine, { } theirs) => mine.IsAfter(theirs),
                _ => false,
            },
            _ => false,
        };
    }
}
