using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Provider;

namespace MailDispatcher.MailManager.Previews;

/// <summary>Shows mails as they will leave, without sending any.</summary>
public interface IMailPreviews
{
    Task<MailPreview> PreviewAsync(OutgoingMail mail, CancellationToken cancellationToken);
}
