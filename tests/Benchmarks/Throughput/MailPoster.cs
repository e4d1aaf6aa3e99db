using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MailDispatcher.Benchmarks.Throughput;

/// <summary>What a consumer without a dispatcher does with a mail request: one call of the provider.</summary>
internal sealed class MailPoster(Uri provider) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = provider };

    /// <exception cref="HttpRequestException">It was not taken.</exception>
    public async Task PostAsync(JsonElement template, JsonElement recipient, JsonElement parameters)
    {
        var body = new JsonObject
        {
            ["templateId"] = JsonNode.Parse(template.GetRawText()),
            ["to"] = new JsonArray(JsonNode.Parse(recipient.GetRawText())),
            ["params"] = JsonNode.Parse(parameters.GetRawText()),
        };
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
        content.Headers.ContentType = new("application/json");
        using var answer = await _http.PostAsync(new Uri("smtp/email", UriKind.Relative), content);
        if (answer.StatusCode != HttpStatusCode.Created)
            throw new HttpRequestException($"The provider answered {(int)answer.StatusCode}.");
    }

    public void Dispose() => _http.Dispose();
}
