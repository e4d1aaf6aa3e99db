namespace MailDispatcher.Web.View;

/// <summary>One parked mail.</summary>
/// <param name="Deadline">Null when it can't be read.</param>
/// <param name="IsReadable">False when the request itself is at fault, so that no retry can help it.</param>
public sealed record ParkedRow(
    Guid Id,
    string Cause,
    string Reason,
    DateTimeOffset At,
    DateTimeOffset? Deadline,
    bool IsReadable = true
);
