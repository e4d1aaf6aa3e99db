using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using MailDispatcher.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MailDispatcher.Consumer.Tests;

/// <summary>One span as it came over the wire.</summary>
internal sealed record CollectedSpan(string Trace, string Id, string Parent, string Name, string Attributes);

/// <summary>A collector of OTLP over HTTP (binary protobuf) that keeps the spans it gets.</summary>
internal sealed class TraceCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<CollectedSpan> _spans = new();

    private TraceCollector(WebApplication app, Uri url) => (_app, Url) = (app, url);

    public Uri Url { get; }

    public IReadOnlyList<CollectedSpan> Spans => [.. _spans];

    public static async Task<TraceCollector> StartAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var port = FreePort.Next();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");
        var app = builder.Build();
        var collector = new TraceCollector(app, new Uri($"http://127.0.0.1:{port}"));
        app.MapPost(
            "/v1/traces",
            async (HttpRequest request) =>
            {
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body);
                collector.Keep(body.ToArray());
            }
        );
        await app.StartAsync(cancellation);
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // Numbers of fields: opentelemetry/proto/collector/trace/v1/trace_service.proto and trace/v1/trace.proto.
    private void Keep(byte[] request)
    {
        foreach (var resource in Fields(request).Where(f => f.Number == 1))
        foreach (var scope in Fields(resource.Bytes).Where(f => f.Number == 2))
        foreach (var span in Fields(scope.Bytes).Where(f => f.Number == 2))
        {
            var fields = Fields(span.Bytes).ToLookup(f => f.Number, f => f.Bytes);
            _spans.Enqueue(
                new CollectedSpan(
                    Hex(fields[1]),
                    Hex(fields[2]),
                    Hex(fields[4]),
                    Encoding.UTF8.GetString(fields[5].First()),
                    string.Join('\n', fields[9].Select(bytes => Encoding.UTF8.GetString(bytes)))
                )
            );
        }
    }

    private static string Hex(IEnumerable<byte[]> field) => Convert.ToHexStringLower(field.FirstOrDefault() ?? []);

    /// <summary>The fields of a message that have a length; numbers are passed over.</summary>
    private static IEnumerable<(int Number, byte[] Bytes)> Fields(byte[] message)
    {
        for (var at = 0; at < message.Length; )
        {
            var key = Number(message, ref at);
            switch (key & 7)
            {
                case 0:
                    Number(message, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    var length = (int)Number(message, ref at);
                    yield return ((int)(key >> 3), message[at..(at + length)]);
                    at += length;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"Wire type {key & 7} at {at}.");
            }
        }
    }

    private static ulong Number(byte[] message, ref int at)
    {
        ulong number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return number;
        }
    }
}
