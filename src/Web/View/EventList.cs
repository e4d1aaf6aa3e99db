namespace MailDispatcher.Web.View;

/// <summary>Events of the dispatcher, newest first.</summary>
/// <param name="Count">How many are known, those that are not listed included.</param>
public sealed record EventList(DateTimeOffset At, string Zone, int Count, IReadOnlyList<EventRow> Events);
