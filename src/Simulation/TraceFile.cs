using System.Globalization;
using System.Text.Json;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Simulation;

/// <summary>
/// Reads and writes traces: one JSON object a line, <c>{"arrival", "event", "template", "value", "id"}</c>.
/// </summary>
public static class TraceFile
{
    private const string Example = """{"arrival":"2026-03-02T09:00:00Z","event":"2026-03-03T18:00:00Z","template":9}""";

    /// <summary>
    /// The mails in the order of the lines; blank lines are left out. A time without an offset is UTC. Without a value
    /// the table gives one by template; a template that nobody knows has the value of
    /// <see cref="ValueTable.Otherwise"/>.
    /// </summary>
    /// <exception cref="FormatException">A line is no mail; the message says which line and why.</exception>
    public static IReadOnlyList<TraceMail> Read(IEnumerable<string> lines, ValueTable values)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(values);
        var mails = new List<TraceMail>();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            try
            {
                using var json = JsonDocument.Parse(line);
                mails.Add(Mail(json.RootElement, number, values));
            }
            catch (JsonException e)
            {
                throw new FormatException($"Line {number} of the trace: a JSON object is needed, say {Example}", e);
            }
            catch (Exception e) when (e is FormatException or InvalidOperationException)
            {
                throw new FormatException($"Line {number} of the trace: {e.Message}", e);
            }
        }
        return mails;
    }

    public static void Write(TextWriter writer, IEnumerable<TraceMail> trace)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(trace);
        foreach (var mail in trace)
            writer.WriteLine(
                JsonSerializer.Serialize(
                    new TraceLine(Iso(mail.Arrival), Iso(mail.Event), mail.Template, mail.Value, mail.Id),
                    FileJson.Default.TraceLine
                )
            );
    }

    /// <summary>One line per mail, in the order of the trace.</summary>
    public static void WriteResults(
        TextWriter writer,
        IReadOnlyList<TraceMail> trace,
        IReadOnlyList<MailResult> results
    )
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (var (mail, result) in trace.Zip(results))
            writer.WriteLine(
                JsonSerializer.Serialize(
                    new ResultLine(
                        mail.Id,
                        Iso(mail.Arrival),
                        Iso(mail.Event),
                        mail.Value,
                        result is MailResult.Sent sent ? Iso(sent.At) : null,
                        result.Word
                    ),
                    FileJson.Default.ResultLine
                )
            );
    }

    private static TraceMail Mail(JsonElement line, int number, ValueTable values)
    {
        if (line.ValueKind != JsonValueKind.Object)
            throw new FormatException($"a JSON object is needed, say {Example}");
        var (arrival, deadline) = (Instant(line, "arrival"), Instant(line, "event"));
        var template = Text(line, "template") is { } name ? MailTemplate.Parse(name) ?? 0 : 0;
        var value =
            line.TryGetProperty("value", out var own) && own.ValueKind != JsonValueKind.Null
                ? (own.ValueKind == JsonValueKind.Number ? own.GetDouble() : double.NaN)
                : values.Of(template, arrival, deadline);
        if (!double.IsFinite(value) || value < 0)
            throw new FormatException("value: a number from 0 on is needed.");
        return new TraceMail
        {
            Id = Text(line, "id") ?? number.ToString(CultureInfo.InvariantCulture),
            Arrival = arrival,
            Event = deadline,
            Template = template,
            Value = value,
            Topic = Text(line, "topic"),
            Recipient = Text(line, "recipient"),
            Version =
                line.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.Number
                    ? version.GetInt64()
                    : null,
            Cancel = line.TryGetProperty("cancel", out var cancel) && cancel.ValueKind == JsonValueKind.True,
        };
    }

    private static DateTimeOffset Instant(JsonElement line, string field)
    {
        if (
            Text(line, field) is not { } text
            || !DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var instant
            )
        )
            throw new FormatException($"{field}: a time as 2026-03-02T09:00:00Z is needed.");
        return instant >= MailRequestRules.Earliest && instant <= MailRequestRules.Latest
            ? instant
            : throw new FormatException($"{field}: a time between 1970 and 2200 is needed.");
    }

    private static string? Text(JsonElement line, string field) =>
        !line.TryGetProperty(field, out var text)
            ? null
            : text.ValueKind switch
            {
                JsonValueKind.String => text.GetString(),
                JsonValueKind.Number => text.GetRawText(),
                _ => null,
            };

    private static string Iso(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
