using System.Text.Json;

namespace MailDispatcher.Sandbox.Api;

/// <summary>The first tag that a call bears, in its query or its body: the mail id that ties calls to mails.</summary>
internal static class CallTag
{
    public static string? Of(ApiRequest request) =>
        request.Query["tags"].ToString() is { Length: > 0 } searched ? Read(searched, root => root)
        : request.Body.IsEmpty ? null
        : Read(
            request.Body,
            root => root.ValueKind == JsonValueKind.Object && root.TryGetProperty("tags", out var tags) ? tags : default
        );

    private static string? Read(string json, Func<JsonElement, JsonElement> list) =>
        Read(System.Text.Encoding.UTF8.GetBytes(json), list);

    private static string? Read(ReadOnlyMemory<byte> json, Func<JsonElement, JsonElement> list)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var tags = list(document.RootElement);
            return
                tags.ValueKind == JsonValueKind.Array
                && tags.GetArrayLength() > 0
                && tags[0].ValueKind == JsonValueKind.String
                ? tags[0].GetString()
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
