namespace MailDispatcher.MailManager.Answers;

/// <summary><c>GET /smtp/statistics/events</c>. No <c>events</c> at all means none.</summary>
internal sealed record EventsAnswer(IReadOnlyList<MailEvent?>? Events);
