using System.Net;
using MailDispatcher.Core.Operations;
using MailDispatcher.Web.Access;
using MailDispatcher.Web.Page;
using MailDispatcher.Web.View;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MailDispatcher.Page.Tests;

/// <summary>The daemon's own page on a free port of 127.0.0.1, showing a given state.</summary>
internal sealed class ServedPage : IAsyncDisposable
{
    public const string Token = "token-of-the-tests-0123";

    public const string ReaderToken = "token-of-a-reader-0123";
    public const string OlgasToken = "token-of-olga-01234567";

    private readonly WebApplication _app;

    private ServedPage(WebApplication app, RecordingActions actions, CapturedLines log) =>
        (_app, Actions, Log) = (app, actions, log);

    public CapturedLines Log { get; }

    public RecordingActions Actions { get; }

    public Uri Url =>
        new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <param name="token">Null: none is set.</param>
    /// <param name="from">Where callers seem to come from; null: from where they do.</param>
    public static async Task<ServedPage> StartAsync(
        IOpsView view,
        string? token = Token,
        IPAddress? from = null,
        string? refusal = null,
        IOutcomeWebhooks? webhooks = null
    )
    {
        var actions = new RecordingActions(refusal);
        var builder = WebApplication.CreateSlimBuilder();
        var log = new CapturedLines();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddPage([.. Tokens(token)]).AddSingleton<IOperatorActions>(actions).AddSingleton(view);
        if (webhooks is not null)
            builder.Services.AddSingleton(webhooks);
        var app = builder.Build();
        if (from is not null)
        {
            app.Use(
                (context, next) =>
                {
                    context.Connection.RemoteIpAddress = from;
                    return next(context);
                }
            );
        }

        app.UseAccess();
        app.MapWeb();
        await app.StartAsync();
        return new ServedPage(app, actions, log);
    }

    private static IEnumerable<AccessToken> Tokens(string? token) =>
        token is null
            ? []
            :
            [
                new AccessToken(null, AccessRole.Operator, token),
                new AccessToken("rita", AccessRole.Reader, ReaderToken),
                new AccessToken("olga", AccessRole.Operator, OlgasToken),
            ];

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
