using System.Text.Json;

namespace MailDispatcher.Sandbox.Api.Sending;

/// <summary>What the rules of all parts of a request share.</summary>
internal static class Field
{
    public static ApiError? Unknown(JsonElement owner, IReadOnlyCollection<string> known)
    {
        foreach (var field in owner.EnumerateObject())
            if (!known.Contains(field.Name))
                return ApiError.Invalid($"{field.Name} is not a known parameter");
        return null;
    }

    /// <summary>Applies the rule when the field is there.</summary>
    public static ApiError? Check(JsonElement owner, string name, Func<JsonElement, ApiError?> rule) =>
        owner.TryGetProperty(name, out var value) ? rule(value) : null;

    public static ApiError? Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.String ? null : ApiError.Invalid($"Invalid {name}");

    public static bool IsBlank(JsonElement owner, string name) =>
        !owner.TryGetProperty(name, out var value) || string.IsNullOrWhiteSpace(value.GetString());
}
