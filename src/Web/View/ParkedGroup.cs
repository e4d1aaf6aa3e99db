namespace MailDispatcher.Web.View;

/// <summary>Parked mails of one cause.</summary>
/// <param name="Cause">As parked: <c>unreadable</c>, or the provider's code.</param>
/// <param name="Count">Mails; also what retrying them all would cost in credits.</param>
/// <param name="OldestDeadline">The soonest deadline among them; null when none can be read.</param>
/// <param name="Mails">Those of the group, soonest deadline first.</param>
public sealed record ParkedGroup(string Cause, string Reason, int Count, DateTimeOffset? OldestDeadline, IReadOnlyList<ParkedRow> Mails);
