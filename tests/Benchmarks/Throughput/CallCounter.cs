using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MailDispatcher.Benchmarks.Throughput;

/// <summary>
/// The provider's place, as a program of its own: takes whatever is posted after a fixed latency, and tells when which
/// call came. It does nothing else, so that every contender meets the same, least costly provider.
/// </summary>
internal static class CallCounter
{
    /// <summary>Serves until it is killed.</summary>
    /// <param name="latency">From a call to its answer.</param>
    public static async Task<int> ServeAsync(int port, TimeSpan latency)
    {
        var calls = new List<long>();
        var gate = new Lock();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.MapPost(
            "/v3/smtp/email",
            async (HttpRequest request) =>
            {
                int number;
                lock (gate)
                {
                    calls.Add(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
                    number = calls.Count;
                }

                await request.Body.CopyToAsync(Stream.Null);
                if (latency > TimeSpan.Zero)
                    await Task.Delay(latency);
                return Results.Text(
                    $$"""{"messageId":"<{{number}}@bench>"}""",
                    "application/json",
                    statusCode: StatusCodes.Status201Created
                );
            }
        );
        app.MapGet(
            "/v3/account",
            () =>
                Results.Text(
                    """{"email":"bench@example.com","plan":[{"type":"payAsYouGo","creditsType":"sendLimit","credits":100000000}],"relay":{"enabled":true,"data":{}}}""",
                    "application/json"
                )
        );
        app.MapGet(
            "/calls",
            () =>
            {
                lock (gate)
                    return string.Join(' ', calls.Select(at => at.ToString(CultureInfo.InvariantCulture)));
            }
        );
        app.MapGet(
            "/count",
            () =>
            {
                lock (gate)
                    return calls.Count.ToString(CultureInfo.InvariantCulture);
            }
        );
        await app.RunAsync();
        return 0;
    }
}
