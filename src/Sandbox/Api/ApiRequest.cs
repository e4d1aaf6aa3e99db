using System.Text.Json;

namespace MailDispatcher.Sandbox.Api;

/// <summary>A call of the API, read whole.</summary>
internal sealed record ApiRequest(
    string Method, string Path, IQueryCollection Query, RouteValueDictionary Route, IHeaderDictionary Headers, ReadOnlyMemory<byte> Body)
{
    public static async Task<ApiRequest> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = context.Request;
        return new ApiRequest(request.Method, request.Path, request.Query, request.RouteValues, request.Headers, body.ToArray());
    }

    /// <summary>The body as a JSON object, or why it is none. The caller disposes the document.</summary>
    public (JsonDocument? Document, ApiError? Error) Json()
    {
        if (Body.IsEmpty) return (null, ApiError.Missing("No input in body"));
        try
        {
            var document = JsonDocument.Parse(Body);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return (document, null);
            document.Dispose();
        }
        catch (JsonException)
        {
            // Answered like any other body that is no object.
        }

        return (null, new ApiError(400, "bad_request", "The body is not a valid JSON object"));
    }
}
