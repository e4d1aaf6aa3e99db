using System.Text.Json;
using MailDispatcher.Sandbox.Templates;

namespace MailDispatcher.Sandbox.Api.Templates;

/// <summary><c>POST /v3/smtp/template/preview</c>: a rendering of which nothing is kept.</summary>
internal sealed class PreviewTemplate(TemplateStore templates)
{
    public ApiAnswer Serve(ApiRequest request)
    {
        var (document, error) = request.Json();
        if (document is null)
            return ApiAnswer.Refusal(error!);
        using (document)
            return Serve(document.RootElement);
    }

    private ApiAnswer Serve(JsonElement body)
    {
        if (!body.TryGetProperty("templateId", out var id))
            return ApiAnswer.Refusal(ApiError.Missing("templateId is missing"));
        if (id.ValueKind != JsonValueKind.Number || !id.TryGetInt64(out var number))
            return ApiAnswer.Refusal(ApiError.Invalid("Invalid template id"));
        var given = body.TryGetProperty("params", out var parameters);
        if (!given && !body.TryGetProperty("email", out _))
            return ApiAnswer.Refusal(ApiError.Missing("params or email is missing"));
        if (given && parameters.ValueKind != JsonValueKind.Object)
            return ApiAnswer.Refusal(ApiError.Invalid("Invalid params"));
        if (templates.Find(number) is not { } template)
            return ApiAnswer.Refusal(ApiError.NotFound("Template ID not found"));
        JsonElement? values = given ? parameters : null;
        return ApiAnswer.Json(
            200,
            new
            {
                subject = TemplateRenderer.Text(template.Subject, values),
                html = TemplateRenderer.Html(template.HtmlContent, values),
                previewText = "",
                fromEmail = template.Sender.Email,
                fromName = template.Sender.Name,
            }
        );
    }
}
