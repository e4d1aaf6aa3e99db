using System.Globalization;
using MailDispatcher.Sandbox.Templates;

namespace MailDispatcher.Sandbox.Api.Templates;

/// <summary><c>GET /v3/smtp/templates</c> and <c>GET /v3/smtp/templates/{id}</c>.</summary>
internal sealed class ReadTemplates(TemplateStore templates)
{
    public ApiAnswer List(ApiRequest request)
    {
        var query = new QueryReader(request.Query);
        var active = query.Flag("templateStatus");
        var found = templates.All.Where(t => active is null || t.IsActive == active).ToList();
        return ApiAnswer.Json(
            200,
            new
            {
                count = found.Count,
                templates = query.Page(found, standard: 50, most: 1000).Select(t => Row(t, doiTemplate: null)),
            }
        );
    }

    public ApiAnswer One(ApiRequest request) =>
        templates.Find(IdOf(request)) is { } template
            ? ApiAnswer.Json(200, Row(template, doiTemplate: false))
            : ApiAnswer.Refusal(ApiError.NotFound("Template ID not found"));

    /// <exception cref="QueryProblem">No number of 1 or more.</exception>
    internal static long IdOf(ApiRequest request) =>
        long.TryParse(request.Route["id"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && id > 0
            ? id
            : throw new QueryProblem(ApiError.Invalid("Invalid template id"));

    private static object Row(MailTemplate template, bool? doiTemplate) =>
        new
        {
            template.Id,
            template.Name,
            template.Subject,
            template.IsActive,
            testSent = false,
            // The published schema says string, its example number.
            sender = new
            {
                template.Sender.Name,
                template.Sender.Email,
                id = template.Sender.Id.ToString(CultureInfo.InvariantCulture),
            },
            template.ReplyTo,
            toField = "",
            template.Tag,
            template.HtmlContent,
            createdAt = ApiTime.Of(template.CreatedAt),
            modifiedAt = ApiTime.Of(template.ModifiedAt),
            doiTemplate,
        };
}
