namespace MailDispatcher.Consumer.Conformance;

/// <summary>Something about a message that its publisher should know; names fields, never what they say.</summary>
/// <param name="IsWrong">It can lose a mail, send it twice, at the wrong time or without its words.</param>
internal sealed record Finding(string Words, bool IsWrong = true);
