using System.Text.Encodings.Web;
using System.Text.Json;

namespace MailDispatcher.Sandbox.Page;

/// <summary>A request's JSON for people: indented, accents as themselves, huge ones cut.</summary>
internal static class RequestText
{
    private const int MostCharacters = 200_000;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(ReadOnlyMemory<byte> request)
    {
        using var document = JsonDocument.Parse(request);
        var text = JsonSerializer.Serialize(document.RootElement, Indented);
        return text.Length <= MostCharacters
            ? text
            : $"{text[..MostCharacters]}\n... {text.Length - MostCharacters} more characters";
    }
}
