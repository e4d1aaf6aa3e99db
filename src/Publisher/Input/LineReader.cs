using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using MailDispatcher.Contracts;

namespace MailDispatcher.Publisher.Input;

/// <summary>
/// The lines of a stream as bytes, with their numbers. Works in bounded memory on input of any size: of a line that is
/// longer than any mail request only the beginning is kept, one byte too long to be read as one.
/// </summary>
internal static class LineReader
{
    private const int Longest = MailRequestCodec.MaxBodyBytes * 2;

    public static async IAsyncEnumerable<(int Number, byte[] Bytes)> ReadAsync(
        Stream stream,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
        var number = 0;
        var kept = new ArrayBufferWriter<byte>();
        while (true)
        {
            // Standard input can't be cancelled, only no longer be waited for.
            var result = await reader.ReadAsync(cancellationToken).AsTask().WaitAsync(cancellationToken);
            var rest = result.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                Keep(kept, rest.Slice(0, end));
                yield return (++number, Trimmed(kept, number));
                kept.ResetWrittenCount();
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            Keep(kept, rest);
            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
                break;
        }

        if (kept.WrittenCount > 0)
            yield return (++number, Trimmed(kept, number));
    }

    private static void Keep(ArrayBufferWriter<byte> kept, ReadOnlySequence<byte> part)
    {
        var room = Longest + 1 - kept.WrittenCount;
        if (room <= 0)
            return;
        foreach (var segment in part.Length > room ? part.Slice(0, room) : part)
            kept.Write(segment.Span);
    }

    // Windows ends lines with \r\n, and begins files with a byte order mark.
    private static byte[] Trimmed(ArrayBufferWriter<byte> kept, int number)
    {
        var line = kept.WrittenSpan;
        if (number == 1 && line.StartsWith("\uFEFF"u8))
            line = line[3..];
        return line.Trim(" \t\r"u8).ToArray();
    }
}
