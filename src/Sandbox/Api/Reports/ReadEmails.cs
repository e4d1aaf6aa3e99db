using System.Text.Json;
using MailDispatcher.Sandbox.Mails;

namespace MailDispatcher.Sandbox.Api.Reports;

/// <summary>
/// <c>GET /v3/smtp/emails</c> and <c>GET /v3/smtp/emails/{uuid}</c>: what was taken, one row a recipient.
/// </summary>
internal sealed class ReadEmails(BoundedLog<AcceptedMail> mails, EventLog events, TimeProvider time)
{
    public ApiAnswer List(ApiRequest request)
    {
        var query = new QueryReader(request.Query);
        var (email, messageId, template) = (query.Text("email"), query.Text("messageId"), query.Number("templateId"));
        if (email is null && messageId is null && template is null)
            return ApiAnswer.Refusal(ApiError.Missing("email, templateId or messageId is missing"));
        var days = query.Days(ApiTime.Today(time), longest: 31);
        var found = mails
            .Snapshot()
            .Where(m =>
                days.Holds(m.At)
                && (messageId is null || m.MessageId == messageId)
                && (template is null || m.TemplateId == template)
            )
            .SelectMany(m => m.Deliveries.Select((d, i) => (Mail: m, d.Recipient, Index: i)))
            .Where(row => email is null || row.Recipient.Email.Equals(email, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return ApiAnswer.Json(
            200,
            new
            {
                count = found.Count,
                transactionalEmails = query
                    .Page(found, standard: 500, most: 1000)
                    .Select(row => new
                    {
                        email = row.Recipient.Email,
                        subject = row.Mail.Subject,
                        templateId = row.Mail.TemplateId,
                        messageId = row.Mail.MessageId,
                        uuid = EmailUuid.Of(row.Mail.Number, row.Index),
                        date = ApiTime.Of(row.Mail.At),
                        from = row.Mail.Draft.From.Email,
                        tags = row.Mail.Tags,
                    }),
            }
        );
    }

    public ApiAnswer One(ApiRequest request)
    {
        if (!Guid.TryParse(request.Route["uuid"]?.ToString(), out var uuid))
            return ApiAnswer.Refusal(ApiError.Invalid("Invalid uuid"));
        var (number, index) = EmailUuid.Parse(uuid);
        var mail = mails.Snapshot().FirstOrDefault(m => m.Number == number);
        if (mail is null || index < 0 || index >= mail.Deliveries.Count)
            return ApiAnswer.Refusal(ApiError.NotFound("Email not found"));
        var recipient = mail.Deliveries[index].Recipient;
        return ApiAnswer.Json(
            200,
            new
            {
                email = recipient.Email,
                subject = mail.Subject,
                templateId = mail.TemplateId,
                date = ApiTime.Of(mail.At),
                events = events
                    .Read(mail)
                    .Where(e => ReferenceEquals(e.Recipient, recipient))
                    .Select(e => new { name = e.Name == "requests" ? "sent" : e.Name, time = ApiTime.Of(e.At) }),
                body = mail.Html,
                attachmentCount = AttachmentsOf(mail),
            }
        );
    }

    private static int AttachmentsOf(AcceptedMail mail)
    {
        using var request = JsonDocument.Parse(mail.Draft.Request);
        return request.RootElement.TryGetProperty("attachment", out var attachments) ? attachments.GetArrayLength() : 0;
    }
}
