using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Outcomes;
using MailDispatcher.Client;
using MailDispatcher.Consumer.Metrics;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.Consumer.Webhooks;

/// <summary>
/// Tells one app its outcomes by webhook, one after the other in their order: the next one goes when the app has
/// answered the one before with 2xx. What it does not take is tried again with growing pauses, until it is three days
/// old; it waits in a queue of the app's own, so that nobody else waits for it. If the process dies midway, the outcome
/// is told again under the same id.
/// </summary>
internal sealed partial class WebhookSender(
    OutcomeWebhook webhook,
    DaemonSettings settings,
    DispatcherMetrics metrics,
    HttpClient http,
    TimeProvider time,
    ILogger logger
)
{
    // Real time, also under a fast clock: the app's world is the real one.
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(3),
    ];

    // By the outcome's own age, which a restart does not forget: a queue behind an app that is gone has an end.
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(3);

    // What is old already, because no dispatcher was there or the provider told late, outlives an app's own restart.
    private const int LeastAttempts = 4;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    private readonly WebhookCall _call = new(http, webhook, TimeProvider.System);
    private readonly RetrySignal _again = new();
    private (string EventId, int Attempts) _failing;

    public OutcomeWebhook Webhook => webhook;

    public WebhookLog Latest { get; } = new();

    /// <summary>Works until this dispatcher leads no longer. Never throws.</summary>
    public async Task RunAsync(CancellationToken ending)
    {
        var nodes = new BrokerNodes(settings.Broker);
        while (!ending.IsCancellationRequested)
        {
            try
            {
                await using var broker = await BrokerConnection.OpenAsync(nodes.Next(), "mail webhooks", ending);
                await using var queue = await WebhookQueue.OpenAsync(broker, settings.Topology, webhook.App, ending);
                using var lost = CancellationTokenSource.CreateLinkedTokenSource(ending, broker.Lost);
                while (true)
                    await TellNextAsync(queue, lost.Token);
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is SessionLostException or QueueUnusableException or OperationCanceledException)
            {
                if (!ending.IsCancellationRequested)
                    Log.BrokerAway(logger, webhook.App, e.Message);
            }
            catch (Exception e)
            {
                Log.Unforeseen(logger, e, webhook.App);
            }

            await _again.PauseAsync(Pauses[1], ending);
        }
    }

    /// <summary>Sends one of the latest again now; the one that waits for its next try is tried at once.</summary>
    public async Task<OperatorAnswer> SendAgainAsync(string eventId, CancellationToken cancellationToken)
    {
        if (Latest.BodyOf(eventId) is not { } body || MailOutcomeCodec.Decode(body) is not { } outcome)
            return new OperatorAnswer.Refused("This dispatcher no longer remembers that outcome.");
        var problem = await SendAsync(outcome, body, cancellationToken);
        if (problem is not null)
            return new OperatorAnswer.Refused($"It was sent, and {problem}.");
        // What waits behind it need not wait on.
        _again.Ask();
        return new OperatorAnswer.Done();
    }

    private async Task TellNextAsync(WebhookQueue queue, CancellationToken ending)
    {
        if (await queue.PeekAsync(ending) is not { } next)
        {
            await Task.Delay(PollInterval, TimeProvider.System, ending);
            return;
        }

        // What is no outcome, or of a kind that only a newer dispatcher knows, is passed over, as by any receiver.
        var outcome = MailOutcomeCodec.Decode(next.Body);
        var problem = outcome is null ? null : await SendAsync(outcome, next.Body, ending);
        if (problem is null)
        {
            await queue.EndAsync(next.Tag, isTold: true);
            return;
        }

        _failing = (outcome!.EventId, _failing.EventId == outcome.EventId ? _failing.Attempts + 1 : 1);
        var isGivenUp = _failing.Attempts >= LeastAttempts && time.GetUtcNow() - outcome.At >= GiveUpAfter;
        await queue.EndAsync(next.Tag, isTold: isGivenUp);
        if (isGivenUp)
        {
            Latest.GivenUp(outcome.EventId);
            metrics.WebhookTried(webhook.App, WebhookResult.GivenUp);
            Log.GivenUp(logger, webhook.App, outcome.EventId, outcome.Mail, problem);
            return;
        }

        var pause = Pauses[Math.Min(_failing.Attempts, Pauses.Length) - 1];
        Log.NotTold(logger, webhook.App, outcome.EventId, problem, pause.TotalSeconds);
        await _again.PauseAsync(pause, ending);
    }

    private async Task<string?> SendAsync(MailOutcome outcome, byte[] body, CancellationToken cancellationToken)
    {
        var problem = await _call.SendAsync(outcome, body, cancellationToken);
        Latest.Tried(outcome, body, time.GetUtcNow(), problem);
        metrics.WebhookTried(webhook.App, problem is null ? WebhookResult.Told : WebhookResult.Failed);
        return problem;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Webhook of {App}: outcome {OutcomeId} was not taken, {Problem}. It is tried again in {Seconds} s; what "
                + "comes after it waits."
        )]
        public static partial void NotTold(
            ILogger logger,
            string app,
            string outcomeId,
            string problem,
            double seconds
        );

        [LoggerMessage(
            2,
            LogLevel.Error,
            "Webhook of {App}: outcome {OutcomeId} of mail {MailId} is given up, it is three days old and {Problem}. "
                + "Only 'Send again' on the page /webhooks still tells it."
        )]
        public static partial void GivenUp(ILogger logger, string app, string outcomeId, Guid mailId, string problem);

        [LoggerMessage(3, LogLevel.Warning, "Webhooks of {App} wait: {Reason}")]
        public static partial void BrokerAway(ILogger logger, string app, string reason);

        [LoggerMessage(
            4,
            LogLevel.Error,
            "Webhooks of {App} failed in a way that nobody foresaw; they begin again. Mail goes on."
        )]
        public static partial void Unforeseen(ILogger logger, Exception failure, string app);
    }
}
