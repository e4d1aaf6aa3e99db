using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using MailDispatcher.Contracts;

namespace MailDispatcher.Publisher.Input;

/// <summary>Makes of each line what is to be published. Empty lines count but are passed over.</summary>
internal static class Lines
{
    /// <summary>Mail requests, one JSON object a line.</summary>
    public static IAsyncEnumerable<Entry> RequestsAsync(Stream stream, CancellationToken cancellationToken) =>
        ReadAsync(stream, AsRequest, cancellationToken);

    /// <summary>Recorded messages, <c>{"priority": 199, "body": "..."}</c> a line.</summary>
    public static IAsyncEnumerable<Entry> RecordedAsync(Stream stream, CancellationToken cancellationToken) =>
        ReadAsync(stream, AsRecorded, cancellationToken);

    private static async IAsyncEnumerable<Entry> ReadAsync(
        Stream stream, Func<int, byte[], Entry> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (number, bytes) in LineReader.ReadAsync(stream, cancellationToken))
            if (bytes.Length > 0) yield return read(number, bytes);
    }

    private static Entry AsRequest(int number, byte[] bytes) => MailRequestCodec.Decode(bytes) switch
    {
        // The same line is the same mail, however often the file is published.
        DecodedMail.Valid { Request: var mail } => new Entry.Request(mail with { Id = MailId.Of(mail, messageId: null, bytes) }),
        DecodedMail.Unreadable { Reason: var reason } => new Entry.Refused(number, reason),
        var other => throw new InvalidOperationException($"Not known: {other.GetType().Name}"),
    };

    private static Entry AsRecorded(int number, byte[] bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            if (json.RootElement is { ValueKind: JsonValueKind.Object } line
                && line.TryGetProperty("priority", out var priority) && priority.ValueKind == JsonValueKind.Number && priority.TryGetByte(out var level)
                && line.TryGetProperty("body", out var body) && body.ValueKind == JsonValueKind.String)
            {
                return new Entry.Recorded(level, Encoding.UTF8.GetBytes(body.GetString()!));
            }

            return new Entry.Refused(number, "a recorded line is an object with priority (0 to 255) and body (text)");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new Entry.Refused(number, "not a JSON object in UTF-8");
        }
    }
}
