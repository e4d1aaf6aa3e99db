using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using MailDispatcher.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace MailDispatcher.Crash.Tests.Harness;

/// <summary>
/// An app's webhook over real HTTP, which believes nothing: each call's signature is checked as Standard Webhooks says.
/// </summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    private readonly WebApplication _server;
    private readonly ConcurrentQueue<MailOutcome> _told = new();
    private readonly ConcurrentQueue<string> _flaws = new();
    private readonly ConcurrentQueue<string> _ids = new();
    private int _calls;

    private WebhookReceiver()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    public static string Secret { get; } = "whsec_" + Convert.ToBase64String(Key);

    public Uri Url => new(new Uri(_server.Urls.Single()), "hooks");

    /// <summary>What it answers; 0 hangs up.</summary>
    public int Answer { get; set; } = 200;

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Those that it answered with 200, in their order, repeats included.</summary>
    public IReadOnlyList<MailOutcome> Told => [.. _told];

    /// <summary>The id of each call, whatever it was answered.</summary>
    public IReadOnlyList<string> Ids => [.. _ids];

    /// <summary>What was wrong with calls.</summary>
    public IReadOnlyList<string> Flaws => [.. _flaws];

    public static async Task<WebhookReceiver> StartAsync()
    {
        var receiver = new WebhookReceiver();
        await receiver._server.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext call)
    {
        Interlocked.Increment(ref _calls);
        using var read = new MemoryStream();
        await call.Request.Body.CopyToAsync(read);
        var body = read.ToArray();
        var headers = call.Request.Headers;
        var (id, at) = (headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString());
        _ids.Enqueue(id);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{at}."), .. body];
        var expected = HMACSHA256.HashData(Key, signed);
        var outcome = MailOutcomeCodec.Decode(body);
        if (headers["webhook-signature"] != "v1," + Convert.ToBase64String(expected))
            _flaws.Enqueue("signature");
        var age = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - long.Parse(at, CultureInfo.InvariantCulture);
        if (Math.Abs(age) > 60)
            _flaws.Enqueue($"timestamp {at}");
        if (outcome is null || id != outcome.EventId.Replace('.', '_'))
            _flaws.Enqueue($"id {id}");
        if (call.Request.Path != "/hooks" || call.Request.Method != "POST")
            _flaws.Enqueue($"{call.Request.Method} {call.Request.Path}");
        if (call.Request.ContentType != MailOutcomeCodec.ContentType)
            _flaws.Enqueue($"content type {call.Request.ContentType}");
        if (Encoding.UTF8.GetString(body).Contains('@', StringComparison.Ordinal))
            _flaws.Enqueue("an address");
        if (Answer == 0)
        {
            call.Abort();
            return;
        }

        if (Answer == 200)
            _told.Enqueue(outcome!);
        call.Response.StatusCode = Answer;
        // Whoever follows is led astray.
        if (Answer is >= 300 and < 400)
            call.Response.Headers.Location = "/elsewhere";
    }
}
