namespace MailDispatcher.TestKit.Processes;

/// <summary>One line that a process wrote.</summary>
public sealed record OutputLine(string Text, bool IsError);
