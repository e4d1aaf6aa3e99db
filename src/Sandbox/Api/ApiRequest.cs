using System.Text.Json;

namespace MailDispatcher.Sandbox.Api;

/// <summary>A call of the API, read whole.</summary>
internal sealed record ApiRequest(
    string Method,
    string Path,
    IQueryCollection Query,
    RouteValueDictionary Route,
    IHeaderDictionary Headers,
    ReadOnlyMemory<byte> Body
)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static async Task<ApiRequest> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = context.Request;
        return new ApiRequest(
            request.Method,
            request.Path,
            request.Query,
            request.RouteValues,
            request.Headers,
            body.ToArray()
        );
    }

    /// <summary>The body as a JSON object, or why it is none. The caller disposes the document.</summary>
    public (JsonDocument? Document, ApiError? Error) Json()
    {
        if (Body.IsEmpty)
            return (null, ApiError.Missing("No input in body"));
        try
        {
            var document = JsonDocument.Parse(Body, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object && IsText(document.RootElement))
                return (document, null);
            document.Dispose();
        }
        catch (JsonException)
        {
            // Answered like any other body that is no object.
        }

        return (null, new ApiError(400, "bad_request", "The body is not a valid JSON object"));
    }

    /// <summary>JSON can spell half a surrogate pair (<c>"\ud800"</c>), which no text can hold.</summary>
    private static bool IsText(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString() is not null,
                JsonValueKind.Array => value.EnumerateArray().All(IsText),
                JsonValueKind.Object => value.EnumerateObject().All(p => p.Name is not null && IsText(p.Value)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
