using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using MailDispatcher.Contracts;

namespace MailDispatcher.Publisher.Input;

/// <summary>Makes of each line what is to be published. Empty lines count but are passed over.</summary>
internal static class Lines
{
    /// <summary>Mail requests, one JSON object a line.</summary>
    /// <param name="now">A mail whose deadline is not after this is refused.</param>
    /// <param name="zone">Of times that are written without one; null refuses them.</param>
    public static IAsyncEnumerable<Entry> RequestsAsync(
        Stream stream,
        DateTimeOffset now,
        TimeZoneInfo? zone,
        CancellationToken cancellationToken
    )
    {
        var options = new MailRequestCodecOptions { Zone = zone, DeadlineMayBeMissing = true };
        return ReadAsync(stream, (number, bytes) => AsRequest(number, bytes, now, options), cancellationToken);
    }

    /// <summary>Recorded messages, <c>{"priority": 199, "body": "..."}</c> a line.</summary>
    public static IAsyncEnumerable<Entry> RecordedAsync(Stream stream, CancellationToken cancellationToken) =>
        ReadAsync(stream, AsRecorded, cancellationToken);

    private static async IAsyncEnumerable<Entry> ReadAsync(
        Stream stream,
        Func<int, byte[], Entry> read,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var (number, bytes) in LineReader.ReadAsync(stream, cancellationToken))
            if (bytes.Length > 0)
                yield return read(number, bytes);
    }

    private static Entry AsRequest(int number, byte[] bytes, DateTimeOffset now, MailRequestCodecOptions options) =>
        MailRequestCodec.Decode(bytes, options) switch
        {
            // What is published is written anew, so a field that is not read would be lost without a word.
            DecodedMail.Valid { UnknownFields: [var unknown, ..] } => new Entry.Refused(
                number,
                $"{unknown}: unknown field"
            ),
            DecodedMail.Valid { Request: var mail } when MailRequestRules.FirstProblem(mail, now) is { } problem =>
                new Entry.Refused(number, problem),
            // The same line is the same mail, however often the file is published.
            DecodedMail.Valid { Request: var mail } => new Entry.Request(
                mail with
                {
                    Id = MailId.Of(mail, messageId: null, bytes),
                }
            ),
            DecodedMail.Unreadable { Reason: var reason } => new Entry.Refused(number, reason),
            var other => throw new InvalidOperationException($"Not known: {other.GetType().Name}"),
        };

    private static Entry AsRecorded(int number, byte[] bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            if (
                json.RootElement is { ValueKind: JsonValueKind.Object } line
                && line.TryGetProperty("priority", out var priority)
                && priority.ValueKind == JsonValueKind.Number
                && priority.TryGetByte(out var level)
                && line.TryGetProperty("body", out var body)
                && body.ValueKind == JsonValueKind.String
            )
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
