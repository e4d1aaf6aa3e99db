using System.Text.Json;
using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Settings;

namespace MailDispatcher.MailManager.Requests;

/// <summary>Turns a mail into the bytes that the provider takes.</summary>
internal static class SendRequestWriter
{
    /// <summary>The provider's limit for a recipient's name.</summary>
    public const int MaxNameLength = 70;

    public static byte[] Write(OutgoingMail mail, ProviderOptions options) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new SendRequest
            {
                TemplateId = options.ProviderTemplate(mail.Request.Template),
                To = [new Addressee(mail.Request.Recipient.Email, DisplayName(mail.Request.Recipient.Name))],
                Params = TemplateParameters.Of(mail, options.Zone),
                Headers = new RequestHeaders(mail.IdempotencyKey.ToString("D")),
                Tags = [mail.Id.ToString("D")],
            },
            RequestJson.Default.SendRequest
        );

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
