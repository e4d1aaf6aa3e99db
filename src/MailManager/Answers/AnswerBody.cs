using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MailDispatcher.MailManager.Answers;

/// <summary>
/// Reads the JSON of an answer; anything that is not it, HTML of a gateway or nothing at all, is null.
/// </summary>
internal static class AnswerBody
{
    public static T? Read<T>(ReadOnlyMemory<byte>? body, JsonTypeInfo<T> type)
        where T : class
    {
        if (body is not { Length: > 0 } bytes)
            return null;
        try
        {
            return JsonSerializer.Deserialize(bytes.Span, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A JSON value as text, whatever its type; null for nothing.</summary>
    public static string? Text(JsonElement? value)
    {
        if (value is not { } given || given.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            return null;
        try
        {
            return given.ValueKind == JsonValueKind.String ? given.GetString() : given.GetRawText();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, spelled as an escape.
            return given.GetRawText();
        }
    }
}
