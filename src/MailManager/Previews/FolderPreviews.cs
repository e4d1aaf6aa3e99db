using System.Text.Json;
using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Requests;
using MailDispatcher.MailManager.Smtp;
using MailDispatcher.MailManager.Templates;

namespace MailDispatcher.MailManager.Previews;

/// <summary>The message that a relay would get.</summary>
internal sealed class FolderPreviews(SmtpOptions options, TemplateFolder templates, TimeProvider time) : IMailPreviews
{
    public async Task<MailPreview> PreviewAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mail);
        try
        {
            var rendered = await templates.RenderAsync(
                options.Number(mail.Request.Template),
                TemplateParameters.Of(mail, options.Zone) ?? new Dictionary<string, JsonElement>()
            );
            using var message = MessageWriter.Write(mail, rendered, options, time.GetUtcNow());
            return new MailPreview(
                mail.Id,
                string.Join('\n', message.Headers.Select(header => $"{header.Field}: {header.Value}")),
                rendered.Subject,
                rendered.Html ?? rendered.Text,
                null
            );
        }
        catch (TemplateFaultException e)
        {
            return new MailPreview(mail.Id, "", null, null, e.Message);
        }
    }
}
