using MailDispatcher.Core.Journal;

namespace MailDispatcher.Broker.Journal;

/// <summary>What was appended at once: one event or several.</summary>
/// <param name="encoding">How the body is compressed; null for not at all.</param>
/// <param name="writer">Who appended it.</param>
internal sealed class JournalRecord(ReadOnlyMemory<byte> body, string? encoding, string? writer)
{
    private IReadOnlyList<JournalEvent?>? _events;

    public ReadOnlyMemory<byte> Body => body;

    public string? Encoding => encoding;

    public string? Writer => writer;

    /// <summary>
    /// Its events, decoded when they are first asked for; null stands for one that this version does not know.
    /// </summary>
    public IReadOnlyList<JournalEvent?> Events => _events ??= EventCodec.Decode(body, encoding);
}
