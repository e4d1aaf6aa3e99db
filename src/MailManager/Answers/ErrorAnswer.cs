using System.Text.Json;

namespace MailDispatcher.MailManager.Answers;

/// <summary>The provider's error model. Both are of any type here: an odd one must not hide the other.</summary>
internal sealed record ErrorAnswer(JsonElement? Code, JsonElement? Message);
