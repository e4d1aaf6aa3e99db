using System.Text.Json;

namespace MailDispatcher.Contracts;

/// <summary>Reads and writes the JSON of a mail request: the original publisher's, with additive optional fields.</summary>
public static class MailRequestCodec
{
    public const string ContentType = "application/json";

    /// <summary>A body above this is not read: no mail request is that large (params end at 100 KB).</summary>
    public const int MaxBodyBytes = 256 * 1024;

    /// <summary>UTF-8 JSON. Validity is not checked here: see <see cref="MailRequestRules.FirstProblem"/>.</summary>
    public static byte[] Encode(MailRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return JsonSerializer.SerializeToUtf8Bytes(
            new WireMail
            {
                Id = request.Id,
                MailParams = request.Mentoring,
                Recipient = request.Recipient,
                Template = request.Template,
                Deadline = request.ExplicitDeadline,
                Topic = request.Topic,
                Version = request.Version,
                Cancel = request.Cancel,
                Params = request.Params,
            },
            WireJson.Readable.WireMail);
    }

    /// <summary>Never throws on any bytes: what can't be read is told with its reason.</summary>
    public static DecodedMail Decode(ReadOnlySpan<byte> body)
    {
        if (body.Length > MaxBodyBytes) return new DecodedMail.Unreadable($"body: larger than {MaxBodyBytes} bytes");
        WireMail? wire;
        try
        {
            wire = JsonSerializer.Deserialize(body, WireJson.Default.WireMail);
        }
        catch (JsonException e)
        {
            return new DecodedMail.Unreadable(Explain(e));
        }

        if (wire is null) return new DecodedMail.Unreadable("body: null");
        var request = new MailRequest
        {
            Id = wire.Id,
            Template = wire.Template,
            Recipient = wire.Recipient,
            Mentoring = wire.MailParams,
            ExplicitDeadline = wire.Deadline,
            Topic = wire.Topic,
            Version = wire.Version,
            Cancel = wire.Cancel,
            Params = wire.Params is { ValueKind: not JsonValueKind.Null } given ? given : null,
        };
        return MailRequestRules.FirstProblem(request) is { } problem
            ? new DecodedMail.Unreadable(problem)
            : new DecodedMail.Valid(request);
    }

    // The exception's own text can quote the body; its path can't, once it is cut to the fields we know.
    private static string Explain(JsonException e)
    {
        var path = (e.Path ?? "$").TrimStart('$', '.');
        return path switch
        {
            "" when e.Message.Contains("missing required", StringComparison.Ordinal) => "body: recipient is required",
            "" => "body: not a JSON object in UTF-8",
            "mail_params" when e.Message.Contains("missing required", StringComparison.Ordinal) =>
                "mail_params: mentor_name, mentoring_datetime and mentored_name are required",
            "recipient" => "recipient: an object with name and email is required",
            "mail_params.mentoring_datetime" or "deadline" =>
                $"{path}: not a time; write it as 2026-11-21T22:32:51-03:00",
            "id" => "id: not a UUID",
            "template" => "template: not a whole number",
            "mail_params" or "mail_params.mentor_name" or "mail_params.mentored_name" or "mail_params.mentor_id"
                or "mail_params.mentored_id" or "recipient.name" or "recipient.email" or "topic" or "version"
                or "cancel" or "params" => $"{path}: of the wrong type, or given twice",
            _ => "body: not valid JSON",
        };
    }
}
