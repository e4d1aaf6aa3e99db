using System.Text.Json;
using MailDispatcher.Broker.Connecting;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.Broker.Journal;

/// <summary>
/// The journal as a file: its events as they are stored, one JSON object a line, those of newer versions too. A broker
/// that lost its journal gets it back from there, and knows again what was sent.
/// </summary>
public static class JournalFile
{
    /// <summary>So many last events of the journal must be found in the file for the rest of it to follow.</summary>
    private const int Overlap = 100;

    private const int LinesARecord = 200;

    /// <returns>How many events were written.</returns>
    /// <exception cref="SessionLostException">The broker is gone, or there is no journal.</exception>
    public static async Task<long> ExportAsync(
        BrokerConnection broker,
        string stream,
        Stream output,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(output);
        long count = 0;
        await JournalReader.ReadRecordsAsync(
            broker,
            stream,
            record =>
            {
                foreach (var line in Events(record))
                {
                    output.Write(line.Span);
                    output.WriteByte((byte)'\n');
                    count++;
                }
            },
            cancellationToken
        );
        await output.FlushAsync(cancellationToken);
        return count;
    }

    /// <summary>
    /// Appends what the file has and the journal lacks: all of it to an empty journal; else what follows the journal's
    /// last events in the file. No dispatcher may lead meanwhile.
    /// </summary>
    /// <returns>How many events were appended; null when the journal's end is not in the file.</returns>
    /// <exception cref="FormatException">A line of the file is no event; nothing was appended.</exception>
    /// <exception cref="SessionLostException">The broker is gone, or refuses: begin again, it goes on where it
    /// ended.</exception>
    public static async Task<long?> ImportAsync(
        BrokerConnection broker,
        JournalQueue queue,
        string file,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(queue);
        long number = 0;
        await foreach (var line in File.ReadLinesAsync(file, cancellationToken))
        {
            number++;
            if (!IsEvent(System.Text.Encoding.UTF8.GetBytes(line)))
                throw new FormatException(
                    $"{file}, line {number} is no event of a journal; nothing was imported. Give a file that "
                        + "'consumer journal export' wrote, whole."
                );
        }

        await using var appender = await JournalAppender.OpenAsync(broker, queue, cancellationToken);
        var end = await EndAsync(broker, queue.Name, cancellationToken);
        if (await PlaceAsync(file, end, cancellationToken) is not { } place)
            return null;
        await AppendAsync(appender, file, place, cancellationToken);
        return number - place;
    }

    // What no dispatcher of any version wrote is nothing to keep.
    private static List<ReadOnlyMemory<byte>> Events(JournalRecord record)
    {
        try
        {
            return EventCodec.Lines(record.Body, record.Encoding).Where(IsEvent).ToList();
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }

    private static bool IsEvent(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("kind", out var kind)
                && kind.ValueKind == JsonValueKind.String;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // The journal's last events, the newest last.
    private static async Task<Queue<string>> EndAsync(
        BrokerConnection broker,
        string stream,
        CancellationToken cancellationToken
    )
    {
        var end = new Queue<string>();
        await JournalReader.ReadRecordsAsync(
            broker,
            stream,
            record =>
            {
                foreach (var line in Events(record))
                    Keep(end, System.Text.Encoding.UTF8.GetString(line.Span));
            },
            cancellationToken
        );
        return end;
    }

    // How many lines of the file the journal has; null when it does not end as any part of the file does.
    private static async Task<long?> PlaceAsync(string file, Queue<string> end, CancellationToken cancellationToken)
    {
        if (end.Count == 0)
            return 0;
        var (newest, window) = (end.Last(), new Queue<string>());
        long number = 0;
        await foreach (var line in File.ReadLinesAsync(file, cancellationToken))
        {
            number++;
            Keep(window, line);
            // A file may begin later than the journal, which was older then.
            if (line == newest && window.Reverse().Zip(end.Reverse()).All(pair => pair.First == pair.Second))
                return number;
        }

        return null;
    }

    private static void Keep(Queue<string> last, string line)
    {
        last.Enqueue(line);
        if (last.Count > Overlap)
            last.Dequeue();
    }

    private static async Task AppendAsync(
        JournalAppender appender,
        string file,
        long from,
        CancellationToken cancellationToken
    )
    {
        var (lines, count, number) = (new MemoryStream(), 0, 0L);
        await foreach (var line in File.ReadLinesAsync(file, cancellationToken))
        {
            if (number++ < from)
                continue;
            lines.Write(System.Text.Encoding.UTF8.GetBytes(line));
            lines.WriteByte((byte)'\n');
            if (++count == LinesARecord)
                await StoreAsync();
        }

        if (count > 0)
            await StoreAsync();

        async Task StoreAsync()
        {
            await appender.AppendLinesAsync(lines.ToArray());
            lines.SetLength(0);
            count = 0;
        }
    }
}
