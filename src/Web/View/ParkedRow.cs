namespace MailDispatcher.Web.View;

/// <summary>One parked mail.</summary>
/// <param name="Deadline">Null when it can't be read.</param>
/// <param name="IsReadable">False when the request itself is at fault, so that no retry can help it.</param>
/// <param name="ObsoleteBy">The newer request of its topic that has replaced or withdrawn it meanwhile, so that a retry
/// would not send it; null while it stands.</param>
/// <param name="IsWithdrawn">It was withdrawn, not replaced.</param>
/// <param name="DiscardAt">When it is discarded unless a person deals with it; null while no warning speaks of
/// it.</param>
/// <param name="GivenId">The id that its app gave it, where it is parked under another one.</param>
public sealed record ParkedRow(
    Guid Id,
    string Cause,
    string Reason,
    DateTimeOffset At,
    DateTimeOffset? Deadline,
    bool IsReadable = true,
    Guid? ObsoleteBy = null,
    bool IsWithdrawn = false,
    DateTimeOffset? DiscardAt = null,
    Guid? GivenId = null
)
{
    /// <summary>A retry at this moment would lead to an attempt.</summary>
    public bool CanBeSent(DateTimeOffset now) =>
        IsReadable && ObsoleteBy is null && (Deadline is null || Deadline > now);
}
