using System.Text.Json;

namespace MailDispatcher.MailManager.Answers;

/// <param name="Tag">The mail's tag, or its tags as an array, or that array as text.</param>
/// <param name="Event">In the event log's words, as <c>hardBounces</c>.</param>
internal sealed record MailEvent(
    string? MessageId,
    JsonElement? Tag,
    string? Event = null,
    string? Date = null,
    string? Email = null,
    string? Reason = null
);
