using System.Buffers;
using System.Text.Json;

namespace MailDispatcher.Contracts;

/// <summary>
/// One spelling for JSON that says the same: names in order, no blanks, no needless escapes, 12.50 as 12.5.
/// </summary>
internal static class CanonicalJson
{
    private static readonly JsonWriterOptions Plain = new() { SkipValidation = true };

    /// <param name="without">A field of the outermost object to leave out.</param>
    /// <exception cref="InvalidOperationException">It holds text that is not valid Unicode.</exception>
    public static ReadOnlySpan<byte> Of(JsonElement root, string? without = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
            Write(writer, root, without);
        return buffer.WrittenSpan;
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value, string? without)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var field in value.EnumerateObject().OrderBy(f => f.Name, StringComparer.Ordinal))
                {
                    // A field of null says as much as none, but only on the outermost level, which is ours.
                    if (without is not null && (field.Name == without || field.Value.ValueKind == JsonValueKind.Null))
                        continue;
                    writer.WritePropertyName(field.Name);
                    Write(writer, field.Value, null);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(writer, item, null);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(value.GetString());
                break;
            case JsonValueKind.Number when value.TryGetDecimal(out var number) && number != 0:
                writer.WriteRawValue(
                    number.ToString("0.############################", System.Globalization.CultureInfo.InvariantCulture)
                );
                break;
            case JsonValueKind.Number:
                writer.WriteRawValue(value.GetRawText());
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
