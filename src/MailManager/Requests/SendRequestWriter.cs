using System.Text.Json;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Settings;

namespace MailDispatcher.MailManager.Requests;

/// <summary>Turns a mail into the bytes that the provider takes.</summary>
internal static class SendRequestWriter
{
    /// <summary>The provider's limit for a recipient's name.</summary>
    public const int MaxNameLength = 70;

    public static byte[] Write(OutgoingMail mail, BrevoOptions options) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new SendRequest
            {
                TemplateId = options.ProviderTemplate(mail.Request.Template),
                To = [Of(mail.Request.Recipient)],
                Sender = mail.Request.Sender is { } sender ? Of(sender) : null,
                ReplyTo = mail.Request.ReplyTo is { } replyTo ? Of(replyTo) : null,
                Cc = People(mail.Request.Cc),
                Bcc = People(mail.Request.Bcc),
                Attachment = mail.Request.Attachments is { Count: > 0 } files
                    ? [.. files.Select(file => new AttachedFile(file.Url, file.Name))]
                    : null,
                Params = TemplateParameters.Of(mail, options.Zone),
                Headers = new RequestHeaders(mail.IdempotencyKey.ToString("D")),
                Tags = [mail.Id.ToString("D")],
            },
            RequestJson.Default.SendRequest
        );

    private static Addressee Of(Recipient person) => new(person.Email, DisplayName(person.Name));

    // The provider refuses an empty list.
    private static IReadOnlyList<Addressee>? People(IReadOnlyList<Recipient>? people) =>
        people is { Count: > 0 } ? [.. people.Select(Of)] : null;

    private static string? DisplayName(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return null;
        if (name.Length <= MaxNameLength)
            return name;
        var length = char.IsHighSurrogate(name[MaxNameLength - 1]) ? MaxNameLength - 1 : MaxNameLength;
        return name[..length];
    }
}
