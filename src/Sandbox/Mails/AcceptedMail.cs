using System.Text.Json;
using MailDispatcher.Sandbox.Templates;

namespace MailDispatcher.Sandbox.Mails;

/// <summary>A mail that the sandbox took: what would have been sent.</summary>
public sealed record AcceptedMail
{
    public required long Number { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>As the API gave it, angle brackets included.</summary>
    public required string MessageId { get; init; }

    public required MailDraft Draft { get; init; }

    /// <summary>Each recipient: to, then cc, then bcc.</summary>
    public required IReadOnlyList<Delivery> Deliveries { get; init; }

    public long? TemplateId => Draft.Template?.Id;

    public string? Tag => Tags is [var first, ..] ? first : null;

    public IReadOnlyList<string> Tags => Draft.Tags;

    public string? IdempotencyKey => Draft.IdempotencyKey;

    public IReadOnlyList<Mailbox> To => Draft.To;

    public JsonElement? Params => Draft.Params;

    /// <summary>With its parameters filled in.</summary>
    public string Subject => Draft.Subject;

    /// <summary>The body with its parameters filled in.</summary>
    public string Html => TemplateRenderer.Html(Draft.Template?.HtmlContent ?? Draft.OwnHtml ?? "", Params);
}
