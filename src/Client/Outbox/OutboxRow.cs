namespace MailDispatcher.Client.Outbox;

/// <summary>One row of an outbox, from whichever database.</summary>
/// <param name="Number">In the order of writing.</param>
/// <param name="Body">The mail request as JSON, with its id.</param>
internal readonly record struct OutboxRow(long Number, string Body, DateTimeOffset Created);
