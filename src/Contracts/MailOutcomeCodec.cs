using System.Buffers;
using System.Text.Json;

namespace MailDispatcher.Contracts;

/// <summary>Reads and writes outcomes as CloudEvents 1.0 in JSON.</summary>
public static class MailOutcomeCodec
{
    /// <summary>CloudEvents' structured mode.</summary>
    public const string ContentType = "application/cloudevents+json";

    /// <summary>The event's type is this and the outcome's name.</summary>
    public const string TypePrefix = "maildispatcher.mail.";

    /// <param name="source">Which dispatcher tells: a URI reference, say <c>/mail-dispatcher</c>.</param>
    public static byte[] Encode(MailOutcome outcome, string source = "/mail-dispatcher")
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, MailRequestWriter.Readable))
        {
            writer.WriteStartObject();
            writer.WriteString("specversion", "1.0");
            writer.WriteString("id", outcome.EventId);
            writer.WriteString("source", source);
            writer.WriteString("type", TypePrefix + MailOutcomeNames.Of(outcome.Kind));
            writer.WriteString("subject", outcome.Mail);
            writer.WriteString("time", WireTime.Write(outcome.At));
            writer.WriteString("datacontenttype", "application/json");
            writer.WriteStartObject("data");
            WriteData(writer, outcome);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Null for what is no outcome that is known here: pass it over, a newer dispatcher may tell more. Never throws.
    /// </summary>
    public static MailOutcome? Decode(ReadOnlySpan<byte> body)
    {
        using var document = MailRequestCodec.Parse(body);
        if (document is not { RootElement.ValueKind: JsonValueKind.Object })
            return null;
        var findings = new WireFindings();
        var envelope = new WireObject(document.RootElement, "", findings);
        var type = envelope.Text("type");
        if (type?.StartsWith(TypePrefix, StringComparison.Ordinal) != true)
            return null;
        var (id, mail, at) = (envelope.Text("id"), envelope.Uuid("subject"), envelope.Time("time", null));
        if (
            MailOutcomeNames.Parse(type[TypePrefix.Length..]) is not { } kind
            || id is null
            || mail is null
            || at is null
        )
            return null;
        var outcome = envelope.Object(
            "data",
            "an object is required",
            data => ReadData(data, id, mail.Value, kind, at.Value)
        );
        return findings.Problem is null ? outcome : null;
    }

    private static void WriteData(Utf8JsonWriter writer, MailOutcome outcome)
    {
        if (outcome.App is not null)
            writer.WriteString(Wire.App, outcome.App);
        if (outcome.Ref is not null)
            writer.WriteString(Wire.Ref, outcome.Ref);
        if (outcome.Data is { } data)
        {
            writer.WritePropertyName(Wire.Data);
            data.WriteTo(writer);
        }

        writer.WriteNumber(Wire.Template, outcome.Template);
        if (outcome.Deadline is { } deadline)
            writer.WriteString(Wire.Deadline, WireTime.Write(deadline));
        if (outcome.Expected is { } expected)
            writer.WriteString("expected", WireTime.Write(expected));
        if (outcome.Reason is not null)
            writer.WriteString("reason", outcome.Reason);
        if (outcome.Field is not null)
            writer.WriteString("field", outcome.Field);
        if (outcome.By is { } by)
            writer.WriteString("by", by);
        if (outcome.UnknownFields is not { Count: > 0 } unknown)
            return;
        writer.WriteStartArray("unknown_fields");
        foreach (var name in unknown)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
    }

    private static MailOutcome ReadData(
        WireObject data,
        string id,
        Guid mail,
        MailOutcomeKind kind,
        DateTimeOffset at
    ) =>
        new()
        {
            EventId = id,
            Mail = mail,
            Kind = kind,
            At = at,
            App = data.Text(Wire.App),
            Ref = data.Key(Wire.Ref),
            Data = data.Json(Wire.Data)?.Clone(),
            Template = data.Int(Wire.Template),
            Deadline = data.Time(Wire.Deadline, null),
            Expected = data.Time("expected", null),
            Reason = data.Text("reason"),
            Field = data.Text("field"),
            By = data.Uuid("by"),
            UnknownFields = data.Json("unknown_fields") is { ValueKind: JsonValueKind.Array } names
                ?
                [
                    .. names
                        .EnumerateArray()
                        .Where(name => name.ValueKind == JsonValueKind.String)
                        .Select(WireText.Of)
                        .OfType<string>(),
                ]
                : null,
        };
}
