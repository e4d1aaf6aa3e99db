using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MailDispatcher.MailManager.Tests.Peers;

/// <summary>
/// A real HTTP server on a free port that answers as told, the last answer again and again, and records every call.
/// </summary>
public sealed class ScriptedProvider : IAsyncDisposable
{
    private readonly ConcurrentQueue<ScriptedAnswer> _answers = new();
    private readonly ConcurrentQueue<RecordedCall> _calls = new();
    private readonly WebApplication _app;
    private ScriptedAnswer _last = ScriptedAnswer.Accepted;

    private ScriptedProvider(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public IReadOnlyList<RecordedCall> Calls => [.. _calls];

    public string Url =>
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/v3";

    /// <summary>On a port that is free.</summary>
    public static Task<ScriptedProvider> StartAsync(params ScriptedAnswer[] answers) => StartAtAsync(0, answers);

    public static async Task<ScriptedProvider> StartAtAsync(int port, params ScriptedAnswer[] answers)
    {
        var provider = new ScriptedProvider(port);
        provider.Answer(answers);
        await provider._app.StartAsync();
        return provider;
    }

    /// <summary>These come next, one a call; the last one stays.</summary>
    public void Answer(params ScriptedAnswer[] answers)
    {
        foreach (var answer in answers)
            _answers.Enqueue(answer);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        _calls.Enqueue(
            new RecordedCall(
                context.Request.Method,
                context.Request.Path.Value!,
                context.Request.QueryString.Value!,
                context.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString()),
                body
            )
        );
        if (_answers.TryDequeue(out var next))
            _last = next;
        var answer = _last;
        if (answer.After is { } signal)
            await signal.WaitAsync(context.RequestAborted);
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers[name] = value;
        if (answer.Body.Length == 0)
            return;
        context.Response.ContentType = answer.ContentType;
        await context.Response.WriteAsync(answer.Body, context.RequestAborted);
    }
}
