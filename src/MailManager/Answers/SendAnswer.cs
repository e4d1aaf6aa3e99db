namespace MailDispatcher.MailManager.Answers;

/// <summary>201 and 202 of <c>POST /smtp/email</c>.</summary>
internal sealed record SendAnswer(string? MessageId, IReadOnlyList<string?>? MessageIds);
