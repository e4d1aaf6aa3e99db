using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using MailDispatcher.TestKit;

namespace MailDispatcher.Benchmarks.Publishing;

/// <summary><c>consumer intake</c> and an app that asks it for mails over HTTP.</summary>
internal sealed class IntakeUnderLoad : IAsyncDisposable
{
    private const string Token = "benchmark-token-0123456789";

    private readonly ProgramUnderTest _intake;
    private readonly HttpClient _http;

    private IntakeUnderLoad(ProgramUnderTest intake, HttpClient http) => (_intake, _http) = (intake, http);

    public static async Task<IntakeUnderLoad> StartAsync(Uri broker)
    {
        var port = FreePort.Next();
        var intake = ProgramUnderTest.Start(
            "consumer",
            ["intake"],
            new Dictionary<string, string?>
            {
                ["QUEUE_SERVICE_URL"] = broker.AbsoluteUri,
                ["Ops__Port"] = $"{port}",
                ["Intake__Apps__benchmark"] =
                    $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Token)))}",
                ["Intake__RequestsPerMinute"] = "1000000",
            }
        );
        var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        await Eventually.TrueAsync(
            async () => (await http.GetAsync(new Uri("health/ready", UriKind.Relative))).IsSuccessStatusCode,
            () => $"the intake is ready; it wrote {intake.Output}"
        );
        return new IntakeUnderLoad(intake, http);
    }

    /// <summary>One mail, that the broker has when this returns.</summary>
    public async Task PostAsync()
    {
        using var body = new StringContent(
            $$"""{"template":50,"recipient":{"name":"Rui","email":"rui@example.com"},"params":{"ORDER":77},"deadline":"{{TimeProvider.System.GetUtcNow().AddDays(9):O}}"}""",
            Encoding.UTF8,
            "application/json"
        );
        using var answer = await _http.PostAsync(new Uri("v1/mails", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _intake.DisposeAsync();
    }
}
