using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MailDispatcher.Page.Tests.Intake;

/// <summary>A host app that speaks HTTP.</summary>
internal sealed class IntakeCaller : IDisposable
{
    public const string ShopToken = "shop-token-0123456789";
    public const string OtherToken = "other-token-0123456789";

    private readonly HttpClient _http;

    public IntakeCaller(Uri daemon, string? token = ShopToken)
    {
        _http = new HttpClient { BaseAddress = daemon };
        if (token is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>The settings of a daemon that knows both apps.</summary>
    public static Dictionary<string, string?> Settings =>
        new()
        {
            ["Intake__Apps__shop"] = $"sha256:{HashOf(ShopToken)}",
            ["Intake__Apps__other"] = $"sha256:{HashOf(OtherToken)}",
        };

    public static string Mail(string more = "", string deadline = "2126-12-01T10:00:00Z") =>
        $$"""{"template":50,"recipient":{"email":"ana@example.com"},"params":{"ORDER":77},"deadline":"{{deadline}}","ref":"order-77"{{more}}}""";

    public Task<IntakeReply> PostAsync(string body, string? key = null, string path = "v1/mails") =>
        SendAsync(HttpMethod.Post, path, body, key);

    public Task<IntakeReply> GetAsync(Guid id) => SendAsync(HttpMethod.Get, $"v1/mails/{id}");

    public Task<IntakeReply> DeleteAsync(Guid id) => SendAsync(HttpMethod.Delete, $"v1/mails/{id}");

    public async Task<IntakeReply> SendAsync(
        HttpMethod method,
        string path,
        string? body = null,
        string? key = null,
        string type = "application/json"
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, type);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new IntakeReply(
            (int)answer.StatusCode,
            text.Length == 0 ? default : JsonDocument.Parse(text).RootElement,
            answer.Headers.RetryAfter?.ToString(),
            answer.Content.Headers.ContentType?.MediaType
        );
    }

    public void Dispose() => _http.Dispose();

    private static string HashOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
