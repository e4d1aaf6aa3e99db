using MailDispatcher.Core.Journal;

namespace MailDispatcher.Broker.Journal;

/// <summary>What was appended at once: one event or several.</summary>
/// <param name="Body">Valid only for as long as whoever gets the record has not returned.</param>
/// <param name="Encoding">How <paramref name="Body"/> is compressed; null for not at all.</param>
/// <param name="Writer">Who appended it.</param>
internal readonly record struct JournalRecord(ReadOnlyMemory<byte> Body, string? Encoding, string? Writer)
{
    /// <summary>Its events; null stands for one that this version does not know.</summary>
    public IReadOnlyList<JournalEvent?> Events => EventCodec.Decode(Body, Encoding);
}
