using System.Text.Json;

namespace MailDispatcher.MailManager.Answers;

/// <param name="Tag">The mail's tag, or its tags as an array, or that array as text.</param>
internal sealed record MailEvent(string? MessageId, JsonElement? Tag);
