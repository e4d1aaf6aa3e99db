using MailDispatcher.Publisher.Input;

namespace MailDispatcher.Publisher.Publishing;

/// <summary>An entry and its publish, which may still be on its way.</summary>
internal sealed record Sent(Entry Entry, Task Publish);
