using System.Text.Json;

namespace MailDispatcher.Consumer.Journal;

/// <summary>Facts as JSON, written and read by generated code.</summary>
public static class FactCodec
{
    public static byte[] Encode(Fact fact) => JsonSerializer.SerializeToUtf8Bytes(fact, FactJson.Default.Fact);

    /// <summary>Null for a kind that a newer dispatcher wrote, or for bytes that no dispatcher wrote: both are skipped and kept.</summary>
    public static Fact? Decode(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, FactJson.Default.Fact);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
