using MailDispatcher.Contracts;
using MailDispatcher.Core.Names;
using Prometheus;

namespace MailDispatcher.Consumer.Metrics;

/// <content>Outcomes that apps are told, in the exchange and over HTTP.</content>
internal sealed partial class DispatcherMetrics
{
    /// <summary>The broker has stored an outcome for whoever listens.</summary>
    public void OutcomeTold(MailOutcomeKind kind) => _told.WithLabels(MailOutcomeNames.Of(kind)).Inc();

    /// <summary>The broker gave an outcome back, because nobody listens.</summary>
    public void OutcomeReturned() => _returned.Inc();

    // There only where an app has a webhook; asked for again it is the same one.
    private Counter ToldByWebhook =>
        _metrics.CreateCounter(
            "maildispatcher_outcome_webhooks_total",
            "Calls of apps' webhooks by app and result: told, failed, given_up.",
            "app",
            "result"
        );

    /// <summary>An app has a webhook: its results start at 0.</summary>
    public void WatchWebhook(string app)
    {
        foreach (var result in EnumName.All<WebhookResult>())
            ToldByWebhook.WithLabels(app, result);
    }

    public void WebhookTried(string app, WebhookResult result) =>
        ToldByWebhook.WithLabels(app, EnumName.Of(result)).Inc();
}
