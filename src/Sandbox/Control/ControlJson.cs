using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MailDispatcher.Sandbox.Control;

/// <summary>
/// The JSON of the control API: every field written, unknown ones refused so that a misspelt fault is no silent
/// nothing.
/// </summary>
internal static class ControlJson
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static Task WriteAsync<T>(HttpContext context, T value, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(value, Format, context.RequestAborted);
    }

    /// <summary>Reads the body and acts on it: 204, or 400 with what is wrong.</summary>
    public static async Task ReadAsync<T>(HttpContext context, Action<T> act)
    {
        try
        {
            var value = await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Format, context.RequestAborted);
            act(value ?? throw new JsonException("The body is null."));
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            await WriteAsync(context, new { e.Message }, StatusCodes.Status400BadRequest);
        }
    }
}
