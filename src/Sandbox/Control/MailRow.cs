using System.Text.Json;
using MailDispatcher.Sandbox.Mails;

namespace MailDispatcher.Sandbox.Control;

/// <summary>A mail taken, as <c>GET /sandbox/mails</c> lists it.</summary>
internal sealed record MailRow(
    long Number,
    DateTimeOffset At,
    string MessageId,
    long? TemplateId,
    string? Tag,
    IReadOnlyList<string> Tags,
    string? IdempotencyKey,
    IReadOnlyList<Mailbox> To,
    JsonElement? Params,
    string Subject
)
{
    public static MailRow Of(AcceptedMail mail) =>
        new(
            mail.Number,
            mail.At,
            mail.MessageId,
            mail.TemplateId,
            mail.Tag,
            mail.Tags,
            mail.IdempotencyKey,
            mail.To,
            mail.Params,
            mail.Subject
        );
}
