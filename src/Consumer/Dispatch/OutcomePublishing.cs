using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Outcomes;
using MailDispatcher.Client;
using MailDispatcher.Consumer.Metrics;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>
/// Tells apps what became of their mails for as long as this dispatcher leads, on a connection of its own: when the
/// broker refuses outcomes or is slow with them, mail goes on, and they are told later.
/// </summary>
internal sealed partial class OutcomePublishing(
    DaemonSettings settings,
    DispatcherMetrics metrics,
    ILogger<OutcomePublishing> logger
)
{
    // Real time, also under a fast clock.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Works until this dispatcher leads no longer. Never throws.</summary>
    /// <param name="leader">The writer of the leader's records.</param>
    public async Task RunAsync(string leader, CancellationToken ending)
    {
        if (!settings.TellsOutcomes)
            return;
        var cursor = new OutcomeCursor(leader);
        var pause = ShortestPause;
        var nodes = new BrokerNodes(settings.Broker);
        while (!ending.IsCancellationRequested)
        {
            try
            {
                await using var broker = await BrokerConnection.OpenAsync(nodes.Next(), "mail outcomes", ending);
                var feed = new OutcomeFeed(
                    broker,
                    settings.Topology,
                    cursor,
                    [.. settings.OutcomeWebhooks.Select(webhook => webhook.App)],
                    outcome =>
                    {
                        metrics.OutcomeTold(outcome.Kind);
                        pause = ShortestPause;
                    },
                    metrics.OutcomeReturned
                );
                await feed.RunAsync(ending);
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is SessionLostException or QueueUnusableException)
            {
                if (!ending.IsCancellationRequested)
                    Log.NotTold(logger, e.Message, pause.TotalSeconds);
            }
            catch (Exception e)
            {
                Log.Unforeseen(logger, e, pause.TotalSeconds);
            }

            await Task.Delay(pause, TimeProvider.System, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Apps are not told what became of their mails: {Reason}. Mail goes on; the outcomes are told later, "
                + "again in {Seconds} s."
        )]
        public static partial void NotTold(ILogger logger, string reason, double seconds);

        [LoggerMessage(
            2,
            LogLevel.Error,
            "Telling apps what became of their mails failed in a way that nobody foresaw; it begins again in "
                + "{Seconds} s. Mail goes on."
        )]
        public static partial void Unforeseen(ILogger logger, Exception failure, double seconds);
    }
}
