using System.Text.Json;

namespace MailDispatcher.Core.Journal;

/// <summary>Events as JSON, written and read by generated code.</summary>
public static class EventCodec
{
    public static byte[] Encode(JournalEvent entry) => JsonSerializer.SerializeToUtf8Bytes(entry, EventJson.Default.JournalEvent);

    /// <summary>Null for a kind that a newer dispatcher wrote, or for bytes that no dispatcher wrote: both are skipped and kept.</summary>
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
}
