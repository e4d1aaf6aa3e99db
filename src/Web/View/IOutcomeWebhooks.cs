using MailDispatcher.Core.Operations;

namespace MailDispatcher.Web.View;

/// <summary>What apps were told over HTTP. Safe for concurrent use.</summary>
public interface IOutcomeWebhooks
{
    IReadOnlyList<WebhookRow> Rows();

    /// <summary>Sends one outcome again now, whatever came of it before; refused with why it could not be.</summary>
    Task<OperatorAnswer> SendAgainAsync(string app, string eventId, CancellationToken cancellationToken);
}
