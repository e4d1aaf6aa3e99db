namespace MailDispatcher.Web.View;

/// <summary>A part of the waiting mails.</summary>
/// <param name="Count">How many there are in all that fit the filter.</param>
public sealed record WaitingList(DateTimeOffset At, string Zone, int Count, IReadOnlyList<WaitingRow> Mails);
