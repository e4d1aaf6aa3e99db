using System.Globalization;
using MailDispatcher.Core.Names;
using MailDispatcher.Core.Provider;

namespace MailDispatcher.Consumer.Metrics;

/// <content>What the provider tells of mails that it took.</content>
internal sealed partial class DispatcherMetrics
{
    /// <inheritdoc/>
    public void Reported(ProviderEventKind report, bool isOnTime)
    {
        _reports.WithLabels(EnumName.Of(report)).Inc();
        if (report is ProviderEventKind.Delivered)
            _deliveries.WithLabels(isOnTime ? "on_time" : "late").Inc();
    }

    /// <summary>The provider posted something, and was answered.</summary>
    public void WebhookAnswered(int status) =>
        _webhooks.WithLabels(status.ToString(CultureInfo.InvariantCulture)).Inc();
}
