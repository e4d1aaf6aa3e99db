using System.Text;
using System.Text.Json;

namespace MailDispatcher.Contracts;

/// <summary>
/// What a valid mail request is. Every rule names the field and what to do, and never repeats the value: the text goes
/// into logs and onto pages where no name or address may stand.
/// </summary>
public static class MailRequestRules
{
    /// <summary>RFC 5321, section 4.5.3.1.3 (a path of 256 octets with its two brackets).</summary>
    public const int MaxEmailLength = 254;

    public const int MaxNameLength = 500;
    public const int MaxTopicLength = 200;
    public const int MaxRefLength = 200;
    public const int MaxAppLength = 50;
    public const int MaxUrlLength = 2000;
    public const int MaxAttachments = 20;

    /// <summary>Of cc, and of bcc: Brevo takes 99 recipients a mail.</summary>
    public const int MaxCopies = 49;

    /// <summary>Brevo's limit for the params of one mail: 100 KB.</summary>
    public const int MaxParamsBytes = 100_000;

    public const int MaxDataBytes = 1024;

    /// <summary>Instants outside are mistakes of the sender, and would overflow date arithmetic.</summary>
    public static readonly DateTimeOffset Earliest = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// The first rule that the request breaks, in words for the host app's developer; null when it is valid.
    /// </summary>
    public static string? FirstProblem(MailRequest request) => FirstProblem(request, deadlineMayBeMissing: false);

    internal static string? FirstProblem(MailRequest request, bool deadlineMayBeMissing)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Person("recipient", request.Recipient)
            ?? Key("topic", request.Topic, MaxTopicLength)
            ?? (request.Cancel ? null : Content(request, deadlineMayBeMissing))
            ?? Mentoring(request.Mentoring)
            ?? Params(request.Params)
            ?? Instant("deadline", request.ExplicitDeadline)
            ?? Window(request)
            ?? Instant("published_at", request.PublishedAt)
            ?? App(request.App)
            ?? Key("ref", request.Ref, MaxRefLength)
            ?? Json("data", request.Data, MaxDataBytes)
            ?? Headers(request);
    }

    /// <summary>
    /// The same, and that there is still time: for whoever publishes now. One that gives no deadline passes, since the
    /// dispatcher may know one for its template.
    /// </summary>
    public static string? FirstProblem(MailRequest request, DateTimeOffset now) =>
        FirstProblem(request, deadlineMayBeMissing: true)
        ?? (
            request is { Cancel: false, HasDeadline: true } && request.Deadline <= now
                ? (
                    request is { ExplicitDeadline: null, Mentoring: not null }
                        ? "mail_params.mentoring_datetime"
                        : "deadline"
                ) + ": has passed; the mail would never be sent"
                : null
        );

    private static string? Content(MailRequest request, bool deadlineMayBeMissing)
    {
        if (request.Template <= 0)
            return "template: give the number of a template, 1 or more";
        if (MailTemplate.IsMentoring(request.Template))
        {
            if (request.Mentoring is null)
                return "mail_params: required by the templates 7, 9, 10, 11 and 16";
        }
        else if (request.Params is null)
        {
            return "template: unknown; use 7, 9, 10, 11 or 16, or give params to fill a template of your own";
        }

        return !request.HasDeadline && !deadlineMayBeMissing
            ? "deadline: required when there is no mail_params.mentoring_datetime"
            : null;
    }

    private static string? Mentoring(MentoringParams? mentoring) =>
        mentoring is null
            ? null
            : Name("mail_params.mentor_name", mentoring.MentorName, required: true)
                ?? Name("mail_params.mentored_name", mentoring.MentoredName, required: true)
                ?? Name("mail_params.mentor_id", mentoring.MentorId, required: false)
                ?? Name("mail_params.mentored_id", mentoring.MentoredId, required: false)
                ?? Instant("mail_params.mentoring_datetime", mentoring.MentoringStart);

    private static string? Params(JsonElement? parameters) =>
        parameters is { ValueKind: not JsonValueKind.Object }
            ? "params: must be a JSON object"
            : Json("params", parameters, MaxParamsBytes);

    private static string? Json(string field, JsonElement? value, int most)
    {
        if (value is not { ValueKind: not JsonValueKind.Undefined } given)
            return null;
        if (Encoding.UTF8.GetByteCount(given.GetRawText()) > most)
            return $"{field}: larger than {most} bytes";
        return WireText.FirstProblem(given) is { } problem ? $"{field}: {problem}" : null;
    }

    private static string? Window(MailRequest request)
    {
        if (request.NotBefore is not { } notBefore)
            return null;
        return Instant("not_before", notBefore)
            ?? (
                request is { Cancel: false, HasDeadline: true } && notBefore >= request.Deadline
                    ? "not_before: must be before the deadline"
                    : null
            );
    }

    /// <summary>
    /// Whether an app can bear this name: it is one word of the routing key that outcomes are published under.
    /// </summary>
    public static bool IsAppName(string? name) =>
        name is { Length: > 0 and <= MaxAppLength } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    internal static bool IsKey(string? value, int longest) => value is not null && Key("", value, longest) is null;

    private static string? App(string? app) =>
        app is null || IsAppName(app) ? null : $"app: one word of letters, digits, - and _, at most {MaxAppLength}";

    private static string? Headers(MailRequest request) =>
        (request.ReplyTo is { } replyTo ? Person("reply_to", replyTo) : null)
        ?? (request.Sender is { } sender ? Person("sender", sender) : null)
        ?? People("cc", request.Cc)
        ?? People("bcc", request.Bcc)
        ?? Attachments(request.Attachments);

    private static string? People(string field, IReadOnlyList<Recipient>? people)
    {
        if (people is null)
            return null;
        if (people.Count > MaxCopies)
            return $"{field}: more than {MaxCopies}";
        return people
            .Select((person, i) => Person($"{field}[{i}]", person))
            .FirstOrDefault(problem => problem is not null);
    }

    private static string? Attachments(IReadOnlyList<Attachment>? attachments)
    {
        if (attachments is null)
            return null;
        if (attachments.Count > MaxAttachments)
            return $"attachments: more than {MaxAttachments}";
        return attachments
            .Select(
                (file, i) =>
                    Url($"attachments[{i}].url", file.Url) ?? Name($"attachments[{i}].name", file.Name, required: false)
            )
            .FirstOrDefault(problem => problem is not null);
    }

    private static string? Url(string field, string? url) =>
        url is { Length: > 0 and <= MaxUrlLength }
        && url.All(c => c is > ' ' and < '\u007f')
        && Uri.TryCreate(url, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            ? null
            : $"{field}: an absolute https address of at most {MaxUrlLength} characters is required";

    private static string? Person(string field, Recipient person) =>
        (MailAddress.Problem(person.Email) is { } problem ? $"{field}.email: {problem}" : null)
        ?? Name($"{field}.name", person.Name, required: false);

    private static string? Key(string field, string? value, int longest)
    {
        if (value is null)
            return null;
        if (value.Length == 0)
            return $"{field}: empty; leave it out";
        if (value.Length > longest)
            return $"{field}: longer than {longest} characters";
        return value.Any(char.IsControl) ? $"{field}: holds control characters" : null;
    }

    private static string? Name(string field, string? value, bool required)
    {
        if (value is null || (required && string.IsNullOrWhiteSpace(value)))
            return required ? $"{field}: required" : null;
        if (value.Length > MaxNameLength)
            return $"{field}: longer than {MaxNameLength} characters";
        // A line break in a name is how a header is smuggled into a mail.
        return value.Any(char.IsControl) ? $"{field}: holds control characters" : null;
    }

    private static string? Instant(string field, DateTimeOffset? value) =>
        value is { } instant && (instant < Earliest || instant >= Latest) ? $"{field}: {WireTime.OutsideYears}" : null;
}
