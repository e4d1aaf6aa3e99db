using System.Net;
using MailDispatcher.Sandbox.Api.Routing;
using MailDispatcher.Sandbox.Control;
using MailDispatcher.Sandbox.Page;
using MailDispatcher.Sandbox.Webhooks;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace MailDispatcher.Sandbox;

/// <summary>
/// A Brevo v3 API that sends nothing, over real HTTP: the provider of whoever has no API key, and the peer of the
/// tests. It owns its port and keeps everything in memory; when it ends, all is forgotten.
/// </summary>
public sealed partial class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private readonly WebhookSender _posts;

    private SandboxServer(WebApplication app, SandboxState sandbox, WebhookSender posts, Uri page) =>
        (_app, Sandbox, _posts, Page) = (app, sandbox, posts, page);

    /// <summary>The API: what goes into <c>SENDINBLUE_URL</c>, such as <c>http://127.0.0.1:8025/v3</c>.</summary>
    public Uri Url => new(Page, "v3");

    /// <summary>The page that shows the mails taken.</summary>
    public Uri Page { get; }

    public SandboxState Sandbox { get; }

    /// <summary>Starts a sandbox; it takes calls when the task ends.</summary>
    /// <param name="time">The clock of credits, keys, limits and the log; default the real one.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The address is none of this machine's.</exception>
    /// <exception cref="ArgumentException">The options name no sender.</exception>
    public static async Task<SandboxServer> StartAsync(
        SandboxOptions? options = null,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default
    )
    {
        var (settings, clock) = (options ?? new SandboxOptions(), time ?? TimeProvider.System);
        if (settings.Senders.Count == 0)
            throw new ArgumentException("Senders: give one or more.", nameof(options));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        // The host of a test, or the program around, decides when to end; signals are not the server's.
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.AddRoutingCore();
        builder.Services.AddRazorComponents();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(settings.Listen, settings.Port);
        });
        var app = builder.Build();
        var logger = app.Services.GetRequiredService<ILogger<SandboxServer>>();
        var state = new SandboxState(settings, clock, what => Log.Full(logger, what));
        WebhookSender? posts = null;
        try
        {
            app.UseRouting();
            posts = ApiRoutes.Map(app, state, settings, clock);
            ControlRoutes.Map(app, state);
            PageRoutes.Map(app, state, clock);
            app.MapMethods(
                "/health",
                ["GET"],
                context =>
                    ControlJson.WriteAsync(
                        context,
                        new
                        {
                            status = "healthy",
                            mails = state.Mails.Count,
                            forgotten = state.Mails.Dropped,
                        }
                    )
            );
            await app.StartAsync(cancellationToken);
            return new SandboxServer(app, state, posts, AddressOf(app, settings));
        }
        catch
        {
            if (posts is not null)
                await posts.DisposeAsync();
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _app.StopAsync(patience.Token);
        await _posts.DisposeAsync();
        await _app.DisposeAsync();
    }

    private static Uri AddressOf(WebApplication app, SandboxOptions options)
    {
        var bound = new Uri(
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()
        );
        var host =
            options.Listen.Equals(IPAddress.Any) ? "127.0.0.1"
            : options.Listen.Equals(IPAddress.IPv6Any) ? "[::1]"
            : bound.Host;
        return new UriBuilder("http", host, bound.Port, "/").Uri;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The sandbox's memory is full: from now on the oldest {What} are forgotten."
        )]
        public static partial void Full(ILogger logger, string what);
    }

    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
