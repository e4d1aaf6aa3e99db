using MailDispatcher.Consumer.Metrics;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Core.Operations;
using MailDispatcher.Web.View;

namespace MailDispatcher.Consumer.Webhooks;

/// <summary>
/// Tells the apps that have a webhook what became of their mails, for as long as this dispatcher leads. Each app has a
/// queue and a line of its own: one that is away holds up neither another one nor what is told over AMQP.
/// </summary>
internal sealed class OutcomeWebhooks : IOutcomeWebhooks, IDisposable
{
    private readonly HttpClient _http = WebhookCall.NewClient();
    private readonly List<WebhookSender> _lines;

    public OutcomeWebhooks(
        DaemonSettings settings,
        DispatcherMetrics metrics,
        TimeProvider time,
        ILogger<OutcomeWebhooks> logger
    )
    {
        _lines = settings.TellsOutcomes
            ?
            [
                .. settings.OutcomeWebhooks.Select(webhook => new WebhookSender(
                    webhook,
                    settings,
                    metrics,
                    _http,
                    time,
                    logger
                )),
            ]
            : [];
        foreach (var line in _lines)
            metrics.WatchWebhook(line.Webhook.App);
    }

    /// <summary>Works until this dispatcher leads no longer. Never throws.</summary>
    public Task RunAsync(CancellationToken ending) => Task.WhenAll(_lines.Select(line => line.RunAsync(ending)));

    public IReadOnlyList<WebhookRow> Rows() =>
        _lines.ConvertAll(line => new WebhookRow(line.Webhook.App, line.Webhook.Host, line.Latest.Latest()));

    public Task<OperatorAnswer> SendAgainAsync(string app, string eventId, CancellationToken cancellationToken) =>
        _lines.Find(line => line.Webhook.App == app) is { } line
            ? line.SendAgainAsync(eventId, cancellationToken)
            : Task.FromResult<OperatorAnswer>(new OperatorAnswer.Refused("That app has no webhook."));

    public void Dispose() => _http.Dispose();
}
