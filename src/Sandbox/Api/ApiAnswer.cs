using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MailDispatcher.Sandbox.Api;

/// <summary>What the API says to a call.</summary>
internal sealed record ApiAnswer(int Status, ReadOnlyMemory<byte> Body, string ContentType = ApiAnswer.JsonType)
{
    private const string JsonType = "application/json";

    // As Brevo writes: absent rather than null, and message ids with their brackets.
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public static ApiAnswer Json(int status, object body) =>
        new(status, JsonSerializer.SerializeToUtf8Bytes(body, Format));

    public static ApiAnswer Empty(int status) => new(status, default);

    public static ApiAnswer Refusal(ApiError error) => Json(error.Status, new { error.Code, error.Message });

    public static ApiAnswer Text(int status, string? body, string? contentType) =>
        new(status, Encoding.UTF8.GetBytes(body ?? ""), contentType ?? JsonType);

    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        foreach (var (name, value) in Headers)
            response.Headers[name] = value;
        if (Body.IsEmpty)
            return;
        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        await response.Body.WriteAsync(Body, context.RequestAborted);
    }
}
