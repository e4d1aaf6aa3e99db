using System.Text.Json;

namespace MailDispatcher.Contracts;

/// <summary>
/// Text of a JSON body. JSON can spell half a surrogate pair (<c>"\ud800"</c>), which no text can hold: that reads as
/// null.
/// </summary>
internal static class WireText
{
    public static string? Of(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static string? NameOf(JsonProperty field)
    {
        try
        {
            return field.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static Guid? Uuid(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && Of(value) is { } text ? Uuid(text) : null;

    /// <summary>A UUID with or without hyphens, braces or <c>urn:uuid:</c>.</summary>
    public static Guid? Uuid(string text)
    {
        var bare = text.StartsWith("urn:uuid:", StringComparison.OrdinalIgnoreCase) ? text[9..] : text;
        return bare.Length <= 38 && Guid.TryParse(bare, out var id) ? id : null;
    }

    /// <summary>The first thing that is wrong with free JSON; null for nothing.</summary>
    public static string? FirstProblem(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return Of(value) is null ? "holds text that is not valid Unicode" : null;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    if (FirstProblem(item) is { } problem)
                        return problem;
                return null;
            case JsonValueKind.Object:
                var names = new HashSet<string>(StringComparer.Ordinal);
                foreach (var field in value.EnumerateObject())
                {
                    if (NameOf(field) is not { } name)
                        return "holds text that is not valid Unicode";
                    if (!names.Add(name))
                        return "gives a name twice";
                    if (FirstProblem(field.Value) is { } problem)
                        return problem;
                }

                return null;
            default:
                return null;
        }
    }
}
