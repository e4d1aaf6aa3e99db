using System.Text.Json;

namespace MailDispatcher.Contracts;

/// <summary>
/// Reads one JSON object as a mail request. What it asks for is what the wire knows; the rest is unknown.
/// </summary>
internal static class MailRequestReader
{
    private const string MentoringNeeds = "mentor_name, mentoring_datetime and mentored_name are required";
    private const string NoPerson = "an object with name and email is required";

    public static DecodedMail Read(JsonElement root, MailRequestCodecOptions options, DateTimeOffset? published)
    {
        var findings = new WireFindings();
        var body = new WireObject(root, "", findings);
        var id = body.Uuid(Wire.Id);
        var request = new MailRequest
        {
            Id = id,
            Recipient = Person(body, Wire.Recipient) ?? Missing(findings),
            Mentoring = body.Object(Wire.MailParams, MentoringNeeds, o => Mentoring(o, options.Zone)),
            Template = body.Int(Wire.Template),
            ExplicitDeadline = body.Time(Wire.Deadline, options.Zone),
            NotBefore = body.Time(Wire.NotBefore, options.Zone),
            Topic = body.Key(Wire.Topic),
            Version = body.Long(Wire.Version),
            Cancel = body.Flag(Wire.Cancel),
            Params = body.Json(Wire.Params)?.Clone(),
            PublishedAt = body.Time(Wire.PublishedAt, options.Zone),
            App = body.Text(Wire.App),
            Ref = body.Key(Wire.Ref),
            Data = body.Json(Wire.Data)?.Clone(),
            ReplyTo = Person(body, Wire.ReplyTo),
            Sender = Person(body, Wire.Sender),
            Cc = People(body, Wire.Cc),
            Bcc = People(body, Wire.Bcc),
            Attachments = body.List(
                Wire.Attachments,
                MailRequestRules.MaxAttachments,
                "each is an object with a url",
                o => o.Text(Wire.Url) is { } url ? new Attachment(url, o.Text(Wire.Name)) : null
            ),
            Strict = body.Flag(Wire.Strict),
        };
        if (
            request is { ExplicitDeadline: null, Mentoring: null, Cancel: false }
            && options.Deadlines.TryGetValue(request.Template, out var length)
        )
        {
            if ((request.PublishedAt ?? published) is { } from)
                request = request with { DefaultDeadline = WireTime.After(from, length) };
            else
                findings.Note(
                    Wire.Deadline,
                    "missing, and the template's own counts from the time of publishing, which is missing too; give "
                        + "deadline, published_at or the AMQP timestamp"
                );
        }

        // A topic of null is a variable that was forgotten, and must not withdraw all of a person's mail.
        if (request.Cancel && body.IsExplicitNull(Wire.Topic))
            findings.Note(
                Wire.Topic,
                "null in a cancel request; leave it out to withdraw all that waits for the recipient"
            );
        body.NameUnknown();
        if (request.Strict && findings.UnknownFields is [var first, ..])
            findings.Note(first, "unknown, and strict is set");
        DecodedMail decoded = (findings.Problem ?? MailRequestRules.FirstProblem(request, options.DeadlineMayBeMissing))
            is { } problem
            ? new DecodedMail.Unreadable(problem)
            {
                Id = id,
                App = MailRequestRules.IsAppName(request.App) ? request.App : null,
                Ref = MailRequestRules.IsKey(request.Ref, MailRequestRules.MaxRefLength) ? request.Ref : null,
            }
            : new DecodedMail.Valid(request);
        return decoded with
        {
            UnknownFields = findings.UnknownFields,
            NearestFields = findings.Nearest,
            TimesWithoutZone = findings.TimesWithoutZone,
        };
    }

    private static Recipient Missing(WireFindings findings)
    {
        findings.Note("body", "recipient is required");
        return new Recipient(null, "");
    }

    private static Recipient? Person(WireObject body, string name) => body.Object(name, NoPerson, Person);

    private static IReadOnlyList<Recipient>? People(WireObject body, string name) =>
        body.List(name, MailRequestRules.MaxCopies, NoPerson, Person);

    private static Recipient? Person(WireObject person) => new(person.Text(Wire.Name), person.Text(Wire.Email) ?? "");

    private static MentoringParams? Mentoring(WireObject mentoring, TimeZoneInfo? zone)
    {
        var (mentor, start, mentored) = (
            mentoring.Text(Wire.MentorName),
            mentoring.Time(Wire.MentoringStart, zone),
            mentoring.Text(Wire.MentoredName)
        );
        var (mentorId, mentoredId) = (mentoring.Key(Wire.MentorId), mentoring.Key(Wire.MentoredId));
        return mentor is null || start is null || mentored is null
            ? null
            : new MentoringParams
            {
                MentorName = mentor,
                MentoringStart = start.Value,
                MentoredName = mentored,
                MentorId = mentorId,
                MentoredId = mentoredId,
            };
    }
}
