using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MailDispatcher.Sandbox.State;
using Microsoft.Extensions.Time.Testing;

namespace MailDispatcher.Sandbox.Tests;

/// <summary>
/// A sandbox on a port of its own with a clock that stands still, and an HTTP client with a valid key.
/// </summary>
internal sealed class RunningSandbox : IAsyncDisposable
{
    /// <summary>09:00 in Recife on a Saturday.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly SandboxServer _server;

    private RunningSandbox(SandboxServer server, FakeTimeProvider clock)
    {
        (_server, Clock) = (server, clock);
        Client = new HttpClient { BaseAddress = server.Page };
        Client.DefaultRequestHeaders.Add("api-key", "xkeysib-0123456789abcdef");
    }

    public FakeTimeProvider Clock { get; }

    public HttpClient Client { get; }

    public SandboxState State => _server.Sandbox;

    public SandboxServer Server => _server;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<RunningSandbox> StartAsync(SandboxOptions? options = null)
    {
        var clock = new FakeTimeProvider(Start);
        return new RunningSandbox(await SandboxServer.StartAsync(options, clock, Cancel), clock);
    }

    /// <summary>A valid request of template 7 to one recipient, with these fields over it; null removes one.</summary>
    public static Dictionary<string, object?> Mail(params (string Field, object? Value)[] fields)
    {
        var mail = new Dictionary<string, object?>
        {
            ["to"] = new[] { new { email = "bia@example.com", name = "Bia" } },
            ["templateId"] = 7,
            ["params"] = new
            {
                MENTOR_NAME = "Zé",
                MENTORED_NAME = "Bia",
                MENTORING_DATE = "22/11/2026",
                MENTORING_HOUR = "10:00",
                MENTORED_ID = "42",
            },
            ["tags"] = new[] { "mail-1" },
        };
        foreach (var (field, value) in fields)
        {
            if (value is null)
                mail.Remove(field);
            else
                mail[field] = value;
        }

        return mail;
    }

    public static (string Field, object? Value) Tags(params string[] tags) => ("tags", tags);

    public async Task<Answer> SendAsync(params (string Field, object? Value)[] fields) =>
        await PostAsync("/v3/smtp/email", JsonSerializer.Serialize(Mail(fields)));

    public async Task<Answer> PostAsync(string path, string json) => await CallAsync(HttpMethod.Post, path, json);

    public async Task<Answer> GetAsync(string path) => await CallAsync(HttpMethod.Get, path);

    public async Task<Answer> PutAsync<T>(string path, T body) =>
        await CallAsync(HttpMethod.Put, path, JsonSerializer.Serialize(body));

    public async Task<Answer> CallAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await Client.SendAsync(request, Cancel);
        var headers = response
            .Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(Cancel), headers);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }

    internal sealed record Answer(HttpStatusCode Status, string Text, IReadOnlyDictionary<string, string> Headers)
    {
        public JsonElement Json => JsonDocument.Parse(Text).RootElement;

        public (int Status, string? Code, string? Message) Error =>
            (
                (int)Status,
                Json.TryGetProperty("code", out var code) ? code.GetString() : null,
                Json.GetProperty("message").GetString()
            );
    }
}
