using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;

namespace MailDispatcher.Contracts;

/// <summary>
/// Reads and writes the JSON of a mail request: the original publisher's, with additive optional fields.
/// </summary>
public static class MailRequestCodec
{
    public const string ContentType = "application/json";

    /// <summary>A body above this is not read: no mail request is that large (params end at 100 KB).</summary>
    public const int MaxBodyBytes = 256 * 1024;

    /// <summary>UTF-8 JSON. Validity is not checked here: see <see cref="MailRequestRules"/>.</summary>
    public static byte[] Encode(MailRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, MailRequestWriter.Readable))
            MailRequestWriter.Write(writer, request);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Never throws on any bytes: what can't be read is told with its reason. A time without a zone can't be read.
    /// </summary>
    public static DecodedMail Decode(ReadOnlySpan<byte> body) => Decode(body, MailRequestCodecOptions.Default);

    /// <inheritdoc cref="Decode(ReadOnlySpan{byte})"/>
    public static DecodedMail Decode(ReadOnlySpan<byte> body, MailRequestCodecOptions options) =>
        Decode(body, options, published: null);

    /// <inheritdoc cref="Decode(ReadOnlySpan{byte})"/>
    /// <param name="published">
    /// When it was published, as its message says; its own <see cref="MailRequest.PublishedAt"/> goes before. Null when
    /// nobody knows.
    /// </param>
    public static DecodedMail Decode(
        ReadOnlySpan<byte> body,
        MailRequestCodecOptions options,
        DateTimeOffset? published
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        if (body.Length > MaxBodyBytes)
            return Unreadable($"body: larger than {MaxBodyBytes} bytes", body);
        if (!Utf8.IsValid(body))
            return Unreadable("body: not a JSON object in UTF-8", body);
        using var document = Parse(body);
        return document?.RootElement.ValueKind switch
        {
            JsonValueKind.Object => MailRequestReader.Read(document.RootElement, options, published),
            JsonValueKind.Null => new DecodedMail.Unreadable("body: null"),
            _ => Unreadable("body: not a JSON object in UTF-8", body),
        };
    }

    /// <summary>
    /// What the request says, as a number: the same for requests that differ only in id, time of publishing, spelling
    /// or order of fields. Tells a copy from another mail under the same id; another passes for a copy once in 2^64.
    /// </summary>
    public static long ContentHash(MailRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var content = Encode(
            request with
            {
                Id = null,
                PublishedAt = null,
                ExplicitDeadline = request.ExplicitDeadline?.ToUniversalTime(),
                NotBefore = request.NotBefore?.ToUniversalTime(),
                Mentoring = request.Mentoring is { } mentoring
                    ? mentoring with
                    {
                        MentoringStart = mentoring.MentoringStart.ToUniversalTime(),
                    }
                    : null,
            }
        );
        using var document = JsonDocument.Parse(content);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(CanonicalJson.Of(document.RootElement), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }

    /// <summary>Null when it is no JSON.</summary>
    internal static JsonDocument? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            var document = JsonDocument.ParseValue(ref reader);
            if (!reader.Read())
                return document;
            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static DecodedMail.Unreadable Unreadable(string reason, ReadOnlySpan<byte> body) =>
        new(reason) { Id = ReadableId(body) };

    // The body's own id, if it stands before whatever is wrong with the rest.
    private static Guid? ReadableId(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            while (reader.Read())
            {
                if (
                    reader.CurrentDepth != 1
                    || reader.TokenType != JsonTokenType.PropertyName
                    || !reader.ValueTextEquals("id"u8)
                )
                    continue;
                return reader.Read() && reader.TokenType == JsonTokenType.String
                    ? WireText.Uuid(reader.GetString()!)
                    : null;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Nothing more can be read of it.
        }

        return null;
    }
}
