using System.Text.Json;

namespace MailDispatcher.Sandbox.Api.Sending;

/// <summary>
/// The entries of the body's <c>headers</c> that are no mail headers. Brevo re-cases header names, so case does not
/// count; its documentation writes the key both with and without a hyphen.
/// </summary>
internal static class SpecialHeaders
{
    public static bool IsIdempotencyKey(string name) =>
        name.Equals("idempotencyKey", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Idempotency-Key", StringComparison.OrdinalIgnoreCase);

    public static string? IdempotencyKey(JsonElement body) => Find(body, IsIdempotencyKey);

    /// <summary><c>X-Sib-Sandbox: drop</c>: validate the request, answer as if it was taken, and do nothing.</summary>
    public static bool SaysDrop(JsonElement body) =>
        Find(body, name => name.Equals("X-Sib-Sandbox", StringComparison.OrdinalIgnoreCase)) is { } value
        && value.Equals("drop", StringComparison.OrdinalIgnoreCase);

    private static string? Find(JsonElement body, Func<string, bool> wanted)
    {
        if (!body.TryGetProperty("headers", out var headers))
            return null;
        foreach (var header in headers.EnumerateObject())
            if (wanted(header.Name))
                return header.Value.GetString();
        return null;
    }
}
