using System.Text.Json;
using MailDispatcher.Sandbox.Mails;

namespace MailDispatcher.Sandbox.Api.Reports;

/// <summary><c>GET /v3/smtp/statistics/events</c>.</summary>
internal sealed class ReadEvents(EventLog events, TimeProvider time)
{
    private static readonly HashSet<string> Names = new(
        (
            "bounces hardBounces softBounces delivered spam requests opened clicks invalid deferred blocked "
            + "unsubscribed error loadedByProxy"
        ).Split(' '),
        StringComparer.Ordinal
    );

    public ApiAnswer Serve(ApiRequest request)
    {
        var query = new QueryReader(request.Query);
        var days = query.Days(ApiTime.Today(time), longest: 90);
        var (email, messageId, template, tags, name) = (
            query.Text("email"),
            query.Text("messageId"),
            query.Number("templateId"),
            Tags(query),
            EventName(query)
        );
        var found = events
            .Read()
            .Where(e =>
                days.Holds(e.At)
                && (name is null || e.Name == name)
                && (email is null || e.Recipient.Email.Equals(email, StringComparison.OrdinalIgnoreCase))
                && (messageId is null || e.Mail.MessageId == messageId)
                && (template is null || e.Mail.TemplateId == template)
                && (tags is null || e.Mail.Tags.Any(tags.Contains))
            );
        var rows = query.Page(found.OrderBy(e => e.At), standard: 2500, most: 5000).Select(Row).ToList();
        // An empty list is left out.
        return ApiAnswer.Json(200, new { events = rows.Count == 0 ? null : rows });
    }

    private static object Row(MailEvent e) =>
        new
        {
            date = ApiTime.Of(e.At),
            email = e.Recipient.Email,
            @event = e.Name,
            messageId = e.Mail.MessageId,
            from = e.Mail.Draft.From.Email,
            subject = e.Mail.Subject,
            tag = e.Mail.Tags.Count > 1 ? JsonSerializer.Serialize(e.Mail.Tags) : e.Mail.Tag,
            templateId = e.Mail.TemplateId,
            reason = e.Reason,
        };

    private static string? EventName(QueryReader query) =>
        query.Text("event") is not { } name ? null
        : Names.Contains(name) ? name
        : throw new QueryProblem(ApiError.Invalid("event is not valid"));

    // "Serialized and urlencoded array".
    private static HashSet<string>? Tags(QueryReader query)
    {
        if (query.Text("tags") is not { } text)
            return null;
        try
        {
            if (JsonSerializer.Deserialize<string[]>(text) is { } tags && !tags.Contains(null))
                return [.. tags];
        }
        catch (JsonException)
        {
            // Answered below.
        }

        throw new QueryProblem(ApiError.Invalid("tags is not valid"));
    }
}
