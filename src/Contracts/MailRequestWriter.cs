using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace MailDispatcher.Contracts;

/// <summary>Writes a mail request as its JSON; what is null, zero or false is left out.</summary>
internal static class MailRequestWriter
{
    /// <summary>Writes accents as themselves, so that a person can read the body in RabbitMQ's own page.</summary>
    public static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static void Write(Utf8JsonWriter writer, MailRequest request)
    {
        writer.WriteStartObject();
        Text(writer, Wire.Id, request.Id?.ToString());
        if (request.Mentoring is { } mentoring)
            Mentoring(writer, mentoring);
        Person(writer, Wire.Recipient, request.Recipient);
        if (request.Template != 0)
            writer.WriteNumber(Wire.Template, request.Template);
        Time(writer, Wire.Deadline, request.ExplicitDeadline);
        Time(writer, Wire.NotBefore, request.NotBefore);
        Text(writer, Wire.Topic, request.Topic);
        if (request.Version is { } version)
            writer.WriteNumber(Wire.Version, version);
        if (request.Cancel)
            writer.WriteBoolean(Wire.Cancel, true);
        Json(writer, Wire.Params, request.Params);
        Time(writer, Wire.PublishedAt, request.PublishedAt);
        Text(writer, Wire.App, request.App);
        Text(writer, Wire.Ref, request.Ref);
        Json(writer, Wire.Data, request.Data);
        Person(writer, Wire.ReplyTo, request.ReplyTo);
        Person(writer, Wire.Sender, request.Sender);
        People(writer, Wire.Cc, request.Cc);
        People(writer, Wire.Bcc, request.Bcc);
        Attachments(writer, request.Attachments);
        if (request.Strict)
            writer.WriteBoolean(Wire.Strict, true);
        writer.WriteEndObject();
    }

    private static void Mentoring(Utf8JsonWriter writer, MentoringParams mentoring)
    {
        writer.WriteStartObject(Wire.MailParams);
        Text(writer, Wire.MentorName, mentoring.MentorName);
        Time(writer, Wire.MentoringStart, mentoring.MentoringStart);
        Text(writer, Wire.MentoredName, mentoring.MentoredName);
        Text(writer, Wire.MentorId, mentoring.MentorId);
        Text(writer, Wire.MentoredId, mentoring.MentoredId);
        writer.WriteEndObject();
    }

    private static void Person(Utf8JsonWriter writer, string name, Recipient? person)
    {
        if (person is null)
            return;
        writer.WritePropertyName(name);
        Person(writer, person);
    }

    private static void Person(Utf8JsonWriter writer, Recipient person)
    {
        writer.WriteStartObject();
        Text(writer, Wire.Name, person.Name);
        Text(writer, Wire.Email, person.Email);
        writer.WriteEndObject();
    }

    private static void People(Utf8JsonWriter writer, string name, IReadOnlyList<Recipient>? people)
    {
        if (people is not { Count: > 0 })
            return;
        writer.WriteStartArray(name);
        foreach (var person in people)
            Person(writer, person);
        writer.WriteEndArray();
    }

    private static void Attachments(Utf8JsonWriter writer, IReadOnlyList<Attachment>? attachments)
    {
        if (attachments is not { Count: > 0 })
            return;
        writer.WriteStartArray(Wire.Attachments);
        foreach (var attachment in attachments)
        {
            writer.WriteStartObject();
            Text(writer, Wire.Url, attachment.Url);
            Text(writer, Wire.Name, attachment.Name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    private static void Time(Utf8JsonWriter writer, string name, DateTimeOffset? value) =>
        Text(writer, name, value is { } instant ? WireTime.Write(instant) : null);

    private static void Json(Utf8JsonWriter writer, string name, JsonElement? value)
    {
        if (value is not { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } given)
            return;
        writer.WritePropertyName(name);
        given.WriteTo(writer);
    }
}
