using System.Text.Json;
using MailDispatcher.Sandbox.Api.Sending;
using MailDispatcher.Sandbox.Senders;
using MailDispatcher.Sandbox.Templates;

namespace MailDispatcher.Sandbox.Api.Templates;

/// <summary>
/// <c>POST /v3/smtp/templates</c> and <c>PUT /v3/smtp/templates/{id}</c>: name, subject, content, tag, reply address
/// and whether it is active. A sender and a toField are taken and change nothing.
/// </summary>
internal sealed class EditTemplates(TemplateStore templates, SenderStore senders, TimeProvider time)
{
    private const int LeastContent = 10;

    private static readonly string[] Texts = ["templateName", "subject", "htmlContent", "tag", "replyTo", "toField"];
    private static readonly string[] Fields = [.. Texts, "isActive", "sender"];

    public ApiAnswer Create(ApiRequest request) =>
        Edit(
            request,
            body =>
            {
                foreach (var field in (string[])["sender", "templateName", "subject", "htmlContent"])
                    if (!body.TryGetProperty(field, out _))
                        return ApiAnswer.Refusal(ApiError.Missing($"{field} is missing"));
                var template = new MailTemplate
                {
                    Id = 0,
                    Name = "",
                    Subject = "",
                    HtmlContent = "",
                    Sender = senders.All[0],
                    IsActive = false,
                    CreatedAt = time.GetUtcNow(),
                    ModifiedAt = time.GetUtcNow(),
                };
                return ApiAnswer.Json(201, new { templates.Add(Changed(template, body)).Id });
            }
        );

    public ApiAnswer Update(ApiRequest request) =>
        Edit(
            request,
            body =>
            {
                if (templates.Find(ReadTemplates.IdOf(request)) is not { } template)
                    return ApiAnswer.Refusal(ApiError.NotFound("Template ID not found"));
                templates.Put(Changed(template, body));
                return ApiAnswer.Empty(204);
            }
        );

    private static ApiAnswer Edit(ApiRequest request, Func<JsonElement, ApiAnswer> act)
    {
        var (document, error) = request.Json();
        if (document is null)
            return ApiAnswer.Refusal(error!);
        using (document)
            return FirstProblem(document.RootElement) is { } problem
                ? ApiAnswer.Refusal(problem)
                : act(document.RootElement);
    }

    private static ApiError? FirstProblem(JsonElement body)
    {
        if (Field.Unknown(body, Fields) is { } unknown)
            return unknown;
        foreach (var field in Texts)
            if (Field.Check(body, field, value => Field.Text(value, field)) is { } problem)
                return problem;
        return Field.Check(
                body,
                "isActive",
                value =>
                    value.ValueKind is JsonValueKind.True or JsonValueKind.False
                        ? null
                        : ApiError.Invalid("Invalid isActive")
            )
            ?? Field.Check(
                body,
                "htmlContent",
                value =>
                    value.GetString()!.Length > LeastContent
                        ? null
                        : ApiError.Invalid($"htmlContent must have more than {LeastContent} characters")
            );
    }

    private MailTemplate Changed(MailTemplate template, JsonElement body) =>
        template with
        {
            Name = Text(body, "templateName") ?? template.Name,
            Subject = Text(body, "subject") ?? template.Subject,
            HtmlContent = Text(body, "htmlContent") ?? template.HtmlContent,
            Tag = Text(body, "tag") ?? template.Tag,
            ReplyTo = Text(body, "replyTo") ?? template.ReplyTo,
            IsActive = body.TryGetProperty("isActive", out var active) ? active.GetBoolean() : template.IsActive,
            ModifiedAt = time.GetUtcNow(),
        };

    private static string? Text(JsonElement body, string field) =>
        body.TryGetProperty(field, out var value) ? value.GetString() : null;
}
