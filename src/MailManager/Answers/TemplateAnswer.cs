namespace MailDispatcher.MailManager.Answers;

/// <summary><c>GET /smtp/templates/{id}</c>, as far as it is used.</summary>
internal sealed record TemplateAnswer(bool? IsActive, string? Subject, string? HtmlContent);
