using System.Text.Json;
using System.Text.RegularExpressions;

namespace MailDispatcher.Contracts;

/// <summary>
/// What a valid mail request is. Every rule names the field and what to do, and never repeats the value: the text goes
/// into logs and onto pages where no name or address may stand.
/// </summary>
public static partial class MailRequestRules
{
    /// <summary>RFC 5321, section 4.5.3.1.3 (a path of 256 octets with its two brackets).</summary>
    public const int MaxEmailLength = 254;

    public const int MaxNameLength = 500;
    public const int MaxTopicLength = 200;

    /// <summary>Brevo's limit for the params of one mail: 100 KB.</summary>
    public const int MaxParamsBytes = 100_000;

    /// <summary>Instants outside are mistakes of the sender, and would overflow date arithmetic.</summary>
    public static readonly DateTimeOffset Earliest = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The first rule that the request breaks, in words for the host app's developer; null when it is valid.</summary>
    public static string? FirstProblem(MailRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Address(request.Recipient.Email)
            ?? Name("recipient.name", request.Recipient.Name, required: false)
            ?? Topic(request)
            ?? (request.Cancel ? null : Content(request))
            ?? Instant("deadline", request.ExplicitDeadline);
    }

    private static string? Content(MailRequest request)
    {
        if (request.Template <= 0) return "template: give the number of a template, 1 or more";
        if (MailTemplate.IsMentoring(request.Template))
        {
            if (request.Mentoring is null) return "mail_params: required by the templates 7, 9, 10, 11 and 16";
        }
        else if (request.Params is null)
        {
            return "template: unknown; use 7, 9, 10, 11 or 16, or give params to fill a template of your own";
        }

        if (request.ExplicitDeadline is null && request.Mentoring is null)
            return "deadline: required when there is no mail_params.mentoring_datetime";
        return Mentoring(request.Mentoring) ?? Params(request.Params);
    }

    private static string? Mentoring(MentoringParams? mentoring) => mentoring is null
        ? null
        : Name("mail_params.mentor_name", mentoring.MentorName, required: true)
            ?? Name("mail_params.mentored_name", mentoring.MentoredName, required: true)
            ?? Name("mail_params.mentor_id", mentoring.MentorId, required: false)
            ?? Name("mail_params.mentored_id", mentoring.MentoredId, required: false)
            ?? Instant("mail_params.mentoring_datetime", mentoring.MentoringStart);

    private static string? Params(JsonElement? parameters)
    {
        if (parameters is not { } given) return null;
        if (given.ValueKind != JsonValueKind.Object) return "params: must be a JSON object";
        if (System.Text.Encoding.UTF8.GetByteCount(given.GetRawText()) > MaxParamsBytes)
            return $"params: larger than {MaxParamsBytes} bytes";
        return IsText(given) ? null : "params: holds text that is not valid Unicode";
    }

    /// <summary>JSON can spell half a surrogate pair (<c>"\ud800"</c>), which no text can hold.</summary>
    private static bool IsText(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString() is not null,
                JsonValueKind.Array => value.EnumerateArray().All(IsText),
                JsonValueKind.Object => value.EnumerateObject().All(p => p.Name is not null && IsText(p.Value)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string? Topic(MailRequest request)
    {
        if (request.Cancel && string.IsNullOrEmpty(request.Topic)) return "topic: required by a cancel request";
        return request.Topic?.Length > MaxTopicLength
            ? $"topic: longer than {MaxTopicLength} characters"
            : Name("topic", request.Topic, required: false);
    }

    private static string? Name(string field, string? value, bool required)
    {
        if (value is null || (required && string.IsNullOrWhiteSpace(value))) return required ? $"{field}: required" : null;
        if (value.Length > MaxNameLength) return $"{field}: longer than {MaxNameLength} characters";
        // A line break in a name is how a header is smuggled into a mail.
        return value.Any(char.IsControl) ? $"{field}: holds control characters" : null;
    }

    private static string? Instant(string field, DateTimeOffset? value) =>
        value is { } instant && (instant < Earliest || instant >= Latest) ? $"{field}: outside the years 1970 to 2199" : null;

    private static string? Address(string? email)
    {
        if (string.IsNullOrEmpty(email)) return "recipient.email: required";
        if (email.Length > MaxEmailLength) return $"recipient.email: longer than {MaxEmailLength} characters";
        return AddressPattern().IsMatch(email) ? null : "recipient.email: not a mail address (name@domain, in ASCII)";
    }

    // RFC 5321 dot-string @ domain; quoted local parts and address literals are refused: no provider takes them.
    [GeneratedRegex(@"\A[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex AddressPattern();
}
