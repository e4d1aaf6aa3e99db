using Prometheus;

namespace MailDispatcher.Consumer.Metrics;

/// <content>Outcomes that apps are told over HTTP.</content>
internal sealed partial class DispatcherMetrics
{
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
        foreach (var result in (string[])["told", "failed", "given_up"])
            ToldByWebhook.WithLabels(app, result);
    }

    /// <param name="result"><c>told</c>, <c>failed</c> or <c>given_up</c>.</param>
    public void WebhookTried(string app, string result) => ToldByWebhook.WithLabels(app, result).Inc();
}
