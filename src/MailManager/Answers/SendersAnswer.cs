namespace MailDispatcher.MailManager.Answers;

/// <summary><c>GET /senders</c>.</summary>
internal sealed record SendersAnswer(IReadOnlyList<SenderRow?>? Senders);
