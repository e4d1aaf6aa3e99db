using MailDispatcher.Sandbox.Senders;

namespace MailDispatcher.Sandbox.Templates;

/// <summary>A template of the account. Immutable: a mail keeps the one that it was rendered from.</summary>
public sealed record MailTemplate
{
    public required long Id { get; init; }

    public required string Name { get; init; }

    /// <summary>May hold placeholders, as <see cref="HtmlContent"/> may.</summary>
    public required string Subject { get; init; }

    public required string HtmlContent { get; init; }

    public required Sender Sender { get; init; }

    public bool IsActive { get; init; } = true;

    public string Tag { get; init; } = "";

    public string ReplyTo { get; init; } = "";

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ModifiedAt { get; init; }
}
