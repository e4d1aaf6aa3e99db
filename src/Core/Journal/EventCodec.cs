using System.IO.Compression;
using System.Text.Json;

namespace MailDispatcher.Core.Journal;

/// <summary>
/// Events as JSON, written and read by generated code: one in a record as its object, several as one object a line. A
/// record of some size is compressed, which takes most of what alike events repeat.
/// </summary>
public static class EventCodec
{
    /// <summary>The content encoding of a compressed record (RFC 9110, section 8.4.1).</summary>
    public const string Compressed = "br";

    private const int WorthCompressing = 4096;

    public static byte[] Encode(JournalEvent entry) =>
        JsonSerializer.SerializeToUtf8Bytes(entry, EventJson.Default.JournalEvent);

    /// <summary>One record of several events.</summary>
    /// <returns>The bytes, and their content encoding; null for none.</returns>
    public static (ReadOnlyMemory<byte> Record, string? Encoding) Encode(IReadOnlyList<JournalEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (events.Count == 1)
            return (Encode(events[0]), null);
        using var lines = new MemoryStream();
        using (var writer = new Utf8JsonWriter(lines))
        {
            foreach (var entry in events)
            {
                JsonSerializer.Serialize(writer, entry, EventJson.Default.JournalEvent);
                writer.Flush();
                writer.Reset();
                lines.WriteByte((byte)'\n');
            }
        }

        return Pack(lines.GetBuffer().AsMemory(0, (int)lines.Length));
    }

    /// <summary>One record of several events that are JSON already, one a line.</summary>
    /// <returns>The bytes, and their content encoding; null for none.</returns>
    public static (ReadOnlyMemory<byte> Record, string? Encoding) Pack(ReadOnlyMemory<byte> lines)
    {
        if (lines.Length < WorthCompressing)
            return (lines, null);
        using var small = new MemoryStream();
        using (var brotli = new BrotliStream(small, CompressionLevel.Fastest, leaveOpen: true))
            brotli.Write(lines.Span);
        return (small.GetBuffer().AsMemory(0, (int)small.Length), Compressed);
    }

    /// <summary>The events of a record as JSON, one each, in order.</summary>
    /// <exception cref="InvalidDataException">The record is not compressed as it says.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> record, string? encoding)
    {
        var lines = encoding == Compressed ? Expand(record) : record;
        while (lines.Length > 0)
        {
            var end = lines.Span.IndexOf((byte)'\n');
            yield return end < 0 ? lines : lines[..end];
            lines = end < 0 ? default : lines[(end + 1)..];
        }
    }

    /// <summary>
    /// The events of a record, in order; null stands for a kind that a newer dispatcher wrote, or for bytes that no
    /// dispatcher wrote: both are skipped and kept.
    /// </summary>
    /// <param name="encoding">The record's content encoding; null for none.</param>
    public static IReadOnlyList<JournalEvent?> Decode(ReadOnlyMemory<byte> record, string? encoding)
    {
        try
        {
            var events = new List<JournalEvent?>();
            foreach (var line in Lines(record, encoding))
                events.Add(Decode(line.Span));
            return events.Count > 0 ? events : [null];
        }
        catch (InvalidDataException)
        {
            return [null];
        }
    }

    /// <summary>Null for a kind that a newer dispatcher wrote, or for bytes that no dispatcher wrote.</summary>
    public static JournalEvent? Decode(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, EventJson.Default.JournalEvent);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private static ReadOnlyMemory<byte> Expand(ReadOnlyMemory<byte> record)
    {
        using var small = new MemoryStream(record.ToArray());
        using var brotli = new BrotliStream(small, CompressionMode.Decompress);
        using var lines = new MemoryStream();
        try
        {
            brotli.CopyTo(lines);
        }
        catch (InvalidOperationException e)
        {
            // What the decoder says of bytes that it can't read.
            throw new InvalidDataException("A record is not compressed as it says.", e);
        }

        return lines.GetBuffer().AsMemory(0, (int)lines.Length);
    }
}
