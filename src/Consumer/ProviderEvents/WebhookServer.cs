using MailDispatcher.Consumer.Metrics;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.MailManager.Events;

namespace MailDispatcher.Consumer.ProviderEvents;

/// <summary>
/// What answers the provider when it posts events: a server of its own on a port of its own, so that nothing else can
/// be reached there. 200 means that the journal has them. The provider drops an event for ever at any answer of 500 and
/// more, and at any of 400 and more but 429, so whatever fails here is answered 429, and it posts it again later.
/// </summary>
internal sealed partial class WebhookServer(
    DaemonSettings settings,
    ReportStore store,
    DispatcherMetrics metrics,
    TimeProvider time,
    ILoggerFactory loggers
) : IHostedService, IAsyncDisposable
{
    /// <summary>Where the provider posts to, below the port's root.</summary>
    public const string Path = "/webhooks/brevo";

    /// <summary>A batch of a thousand events has less.</summary>
    private const int LargestBody = 1 << 20;

    private const int MostConnections = 256;
    private static readonly TimeSpan LongestHeaders = TimeSpan.FromSeconds(10);

    private readonly ILogger _logger = loggers.CreateLogger<WebhookServer>();
    private readonly WebhookAccess _access = new(settings.Delivery.WebhookToken, settings.Delivery.WebhookNetworks);
    private WebApplication? _app;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Delivery.WebhookPort is not { } port)
            return;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Limits.RequestHeadersTimeout = LongestHeaders;
            kestrel.Listen(settings.Delivery.WebhookListen, port);
        });
        _app = builder.Build();
        _app.Run(AnswerAsync);
        await _app.StartAsync(cancellationToken);
        Log.Listening(_logger, settings.Delivery.WebhookListen, port);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_app is not null)
            await _app.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        int status;
        try
        {
            status = await TakeAsync(context);
        }
        catch (BadHttpRequestException e)
        {
            status = e.StatusCode is >= 400 and < 500 ? e.StatusCode : StatusCodes.Status400BadRequest;
        }
        catch (Exception e)
        {
            if (!context.RequestAborted.IsCancellationRequested)
                Log.Failed(_logger, e);
            status = StatusCodes.Status429TooManyRequests;
        }

        metrics.WebhookAnswered(status);
        if (!context.Response.HasStarted)
            context.Response.StatusCode = status;
    }

    private async Task<int> TakeAsync(HttpContext context)
    {
        if (context.Request.Path != Path)
            return StatusCodes.Status404NotFound;
        if (!_access.IsFromAllowedNetwork(context.Connection.RemoteIpAddress))
            return StatusCodes.Status403Forbidden;
        if (!_access.ShowsToken(context.Request.Headers))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return StatusCodes.Status401Unauthorized;
        }

        if (!HttpMethods.IsPost(context.Request.Method))
            return StatusCodes.Status405MethodNotAllowed;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var told = WebhookBody.Read(body.GetBuffer().AsMemory(0, (int)body.Length), time.GetUtcNow());
        if (told is null)
            return StatusCodes.Status400BadRequest;
        // Not cancelled with the call: what is on its way to the journal may be stored all the same.
        return await store.StoreAsync(told, CancellationToken.None) is null
            ? StatusCodes.Status429TooManyRequests
            : StatusCodes.Status200OK;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The provider may post events to {Address}:{Port}.")]
        public static partial void Listening(ILogger logger, System.Net.IPAddress address, int port);

        [LoggerMessage(2, LogLevel.Error, "Taking events of the provider failed; it was asked to post them again.")]
        public static partial void Failed(ILogger logger, Exception failure);
    }

    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
