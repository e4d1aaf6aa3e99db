using System.Collections.Concurrent;
using System.Text.Json;
using MailDispatcher.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MailDispatcher.Ops.Tests.Live;

/// <summary>The person's end of the line: takes what Alertmanager posts and remembers it in its order.</summary>
internal sealed class Webhook : IAsyncDisposable
{
    private readonly ConcurrentQueue<Notice> _notices = new();
    private readonly WebApplication _app;

    private Webhook(WebApplication app) => _app = app;

    public Uri Url { get; private set; } = null!;

    public IReadOnlyList<Notice> Notices => [.. _notices];

    public static async Task<Webhook> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var port = FreePort.Next();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        var webhook = new Webhook(builder.Build()) { Url = new Uri($"http://127.0.0.1:{port}/") };
        webhook._app.MapPost("/{receiver}", webhook.TakeAsync);
        await webhook._app.StartAsync();
        return webhook;
    }

    /// <summary>
    /// The first notice about an alert with a status, not among the first <paramref name="after"/> of all notices.
    /// </summary>
    public async Task<Notice> WaitForAsync(string alert, string status, int after, CancellationToken cancellationToken)
    {
        Notice? found = null;
        await Eventually.TrueAsync(
            () =>
                (
                    found = Notices
                        .Skip(after)
                        .FirstOrDefault(n => n.Receiver == "page" && n.Alert == alert && n.Status == status)
                )
                    is not null,
            $"{alert} arrives as {status}; so far: {string.Join(", ", Notices.Skip(after).Where(n => n.Receiver == "page").Select(n => $"{n.Alert} {n.Status}"))}",
            TimeSpan.FromMinutes(2),
            cancellationToken
        );
        return found!;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, string receiver)
    {
        using var posted = await JsonDocument.ParseAsync(context.Request.Body);
        foreach (var alert in posted.RootElement.GetProperty("alerts").EnumerateArray())
        {
            _notices.Enqueue(
                new Notice
                {
                    Receiver = receiver,
                    Authorization = context.Request.Headers.Authorization.ToString(),
                    Alert = alert.GetProperty("labels").GetProperty("alertname").GetString()!,
                    Status = alert.GetProperty("status").GetString()!,
                    Runbook = alert.GetProperty("annotations").GetProperty("runbook_url").GetString()!,
                }
            );
        }
    }
}
