namespace MailDispatcher.MailManager.Answers;

internal sealed record SenderRow(long? Id, bool? Active);
