using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MailDispatcher.Sandbox.Api.Sending;

/// <summary>
/// What <c>POST /v3/smtp/email</c> takes: Brevo's published schema read strictly (unknown fields are refused) with the
/// conditions that its prose adds. Messages are Brevo's where one is known.
/// </summary>
internal static class SendRules
{
    /// <summary>Brevo's limits for the params of one mail and of one call.</summary>
    public const int MaxParamsBytes = 100_000;
    public const int MaxParamsBytesOfCall = 1_000_000;

    private static readonly string[] Fields =
    [
        "sender",
        "to",
        "cc",
        "bcc",
        "replyTo",
        "subject",
        "htmlContent",
        "textContent",
        "templateId",
        "params",
        "headers",
        "tags",
        "attachment",
        "scheduledAt",
        "batchId",
        "messageVersions",
    ];

    /// <summary>The first rule that the request breaks; null when it is valid.</summary>
    public static ApiError? FirstProblem(JsonElement body) =>
        Field.Unknown(body, Fields)
        ?? Field.Check(body, "templateId", TemplateId)
        ?? Sender(body)
        ?? Recipients(body)
        ?? PersonRules.List(body, "cc")
        ?? PersonRules.List(body, "bcc")
        ?? PersonRules.One(body, "replyTo")
        ?? Content(body)
        ?? Params(body)
        ?? Field.Check(body, "headers", Headers)
        ?? Field.Check(body, "tags", Tags)
        ?? Field.Check(body, "attachment", AttachmentRules.FirstProblem)
        ?? Field.Check(body, "scheduledAt", ScheduledAt)
        ?? Field.Check(body, "batchId", BatchId)
        ?? Field.Check(body, "messageVersions", VersionRules.FirstProblem);

    /// <summary>An object, and small enough.</summary>
    public static ApiError? Params(JsonElement owner) =>
        Field.Check(
            owner,
            "params",
            value =>
                value.ValueKind != JsonValueKind.Object ? ApiError.Invalid("Invalid params")
                : SizeOf(value) > MaxParamsBytes ? ApiError.Invalid("params must not exceed 100 KB")
                : null
        );

    public static int SizeOf(JsonElement value) => Encoding.UTF8.GetByteCount(value.GetRawText());

    private static bool HasTemplate(JsonElement body) => body.TryGetProperty("templateId", out _);

    private static ApiError? TemplateId(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var id) && id > 0
            ? null
            : ApiError.Invalid("Invalid template id");

    private static ApiError? Sender(JsonElement body) =>
        body.TryGetProperty("sender", out var sender) ? SenderRules.FirstProblem(sender)
        : HasTemplate(body) ? null
        : ApiError.Missing("sender is missing");

    private static ApiError? Recipients(JsonElement body)
    {
        if (body.TryGetProperty("to", out var to))
            return to is { ValueKind: JsonValueKind.Array } && to.GetArrayLength() == 0
                ? ApiError.Missing("to is missing")
                : PersonRules.List(body, "to");
        return body.TryGetProperty("messageVersions", out _) ? null : ApiError.Missing("to is missing");
    }

    private static ApiError? Content(JsonElement body)
    {
        foreach (var field in (string[])["subject", "htmlContent", "textContent"])
            if (Field.Check(body, field, value => Field.Text(value, field)) is { } problem)
                return problem;
        if (HasTemplate(body))
            return null;
        if (Field.IsBlank(body, "subject"))
            return ApiError.Missing("subject is missing");
        return Field.IsBlank(body, "htmlContent") ? ApiError.Missing("htmlContent is missing") : null;
    }

    // The idempotency key is one of the headers: a UUID, by Brevo's documentation.
    private static ApiError? Headers(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return ApiError.Invalid("Invalid headers");
        foreach (var header in value.EnumerateObject())
        {
            if (
                header.Value.ValueKind != JsonValueKind.String
                || !Ascii.IsValid(header.Name)
                || !Ascii.IsValid(header.Value.GetString())
            )
                return ApiError.Invalid("Invalid headers");
            if (SpecialHeaders.IsIdempotencyKey(header.Name) && !Guid.TryParse(header.Value.GetString(), out _))
                return ApiError.Invalid("idempotencyKey must be a UUID");
        }

        return null;
    }

    private static ApiError? Tags(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array
        && value.EnumerateArray().All(tag => tag.ValueKind == JsonValueKind.String)
            ? null
            : ApiError.Invalid("Invalid tags");

    private static ApiError? ScheduledAt(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
        && value.GetString() is { } text
        && text.Contains('T', StringComparison.Ordinal)
        && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal))
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _)
            ? null
            : ApiError.Invalid("Invalid scheduledAt");

    private static ApiError? BatchId(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
        && Guid.TryParseExact(value.GetString(), "D", out var id)
        && id.Version == 4
            ? null
            : ApiError.Invalid("batchId must be a valid UUIDv4");
}
