using MailDispatcher.Broker.Unreadable;
using MailDispatcher.Client;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Consumer.Webhooks;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Ports;
using MailDispatcher.Core.Provider;
using MailDispatcher.Engine;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>
/// The daemon's way to work: connect, stand by for the lease, read the journal, then run the loop. Whatever ends the
/// session (a broker's restart, a lost connection, a full disk, a fault of our own), it says so, waits and begins
/// again; the runs that fell due meanwhile are kept. When the process stops it begins nothing new, and settles what is
/// in hand.
/// </summary>
internal sealed partial class DispatchService(
    DaemonSettings settings,
    EngineSettings engine,
    IMailProvider provider,
    IDispatchMetrics metrics,
    RunQueue due,
    MissedRuns missed,
    DispatcherStatus status,
    OperatorActions actions,
    OutcomePublishing outcomes,
    OutcomeWebhooks webhooks,
    TimeProvider time,
    Random random,
    ICheckpoints checkpoints,
    ILoggerFactory loggers
) : BackgroundService
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly ILogger _logger = loggers.CreateLogger<DispatchService>();
    private DateTimeOffset _startedAt;

    // Why the broker took nothing when the last session ended: not even its goodbye, so that it holds the lease still.
    private string? _blockedAtEnd;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Connections are made in real time, also under a fast clock.
        var pause = ShortestPause;
        var nodes = new BrokerNodes(settings.Broker);
        while (!stoppingToken.IsCancellationRequested)
        {
            var metUnreadable = false;
            try
            {
                await using var session = await BrokerSession.OpenAsync(
                    nodes.Next(),
                    settings.Topology,
                    new Projection(settings.Dispatch.Zone, engine.Values, countsSends: engine.Allowance is not null),
                    stoppingToken
                );
                using var reachable = actions.Attach(session);
                pause = ShortestPause;
                try
                {
                    await LeadAsync(session, stoppingToken);
                }
                finally
                {
                    metUnreadable = session.Broker.MetUnreadable;
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                status.Follow(null);
                status.Enter(DispatcherPhase.Connecting, e.Message);
                if (e is SessionLostException or QueueUnusableException)
                    Log.BrokerAway(_logger, e.Message, pause.TotalSeconds);
                else
                    Log.Unforeseen(_logger, e, pause.TotalSeconds);
                if (metUnreadable)
                    await SetAsideAsync(stoppingToken);
                await Task.Delay(pause, TimeProvider.System, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }

        status.Enter(DispatcherPhase.Stopping);
        Log.Stopped(_logger);
    }

    // At such a message each session would end anew.
    private async Task SetAsideAsync(CancellationToken stopping)
    {
        try
        {
            var count = await new UnreadableMessages(settings.Broker, settings.Topology, time).SetAsideAsync(stopping);
            for (var n = 0; n < count; n++)
                metrics.UnsafePublish(PublishFault.UnreadableHeaders);
            Log.SetAside(_logger, count);
        }
        catch (Exception e) when (e is SessionLostException or OperationCanceledException)
        {
            Log.NotSetAside(_logger, e.Message);
        }
    }

    private void StandBy(BrokerSession session)
    {
        if (_blockedAtEnd is { } blocked && !AnotherHasStarted(session.Projection))
        {
            var problem =
                $"it takes nothing ({blocked}), not even the goodbye of this dispatcher's last connection, and so "
                + "still holds that one's lease";
            if (status.BrokerProblem != problem)
                Log.LeaseLingers(_logger, problem);
            status.Enter(DispatcherPhase.Connecting, problem);
            return;
        }

        if (status.Phase != DispatcherPhase.Standby)
            Log.Standby(_logger);
        status.Enter(DispatcherPhase.Standby);
    }

    private bool AnotherHasStarted(Projection projection) =>
        projection.Events.Latest().OfType<JournalEvent.Started>().Any(started => started.At > _startedAt);

    private static string ThisVersion => typeof(DispatchService).Assembly.GetName().Version!.ToString(3);

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "The broker can't be used: {Reason}. Trying again in {Seconds} s; waiting mail is safe in the queue."
        )]
        public static partial void BrokerAway(ILogger logger, string reason, double seconds);

        [LoggerMessage(2, LogLevel.Information, "Another dispatcher is active. Standing by to take over.")]
        public static partial void Standby(ILogger logger);

        [LoggerMessage(
            3,
            LogLevel.Information,
            "Active: {Events} records of the journal read, {Uncertain} uncertain mails to clear up."
        )]
        public static partial void Leading(ILogger logger, long events, int uncertain);

        [LoggerMessage(
            4,
            LogLevel.Error,
            "The broker can't be used: {Reason}. Look at its memory and disk; waiting mail is safe in the queue."
        )]
        public static partial void LeaseLingers(ILogger logger, string reason);

        [LoggerMessage(
            9,
            LogLevel.Error,
            "{Count} mails are uncertain that went to {Provider}, and Provider__Kind is {Present}, which can't tell "
                + "whether they were taken. They are not sent again. Set Provider__Kind={Provider} until they are "
                + "settled; after {Minutes} minutes they are parked for a person, as uncertain."
        )]
        public static partial void Elsewhere(
            ILogger logger,
            int count,
            string provider,
            string present,
            double minutes
        );

        [LoggerMessage(5, LogLevel.Information, "The dispatcher has stopped; what waits is in the queue.")]
        public static partial void Stopped(ILogger logger);

        [LoggerMessage(
            7,
            LogLevel.Warning,
            "{Count} messages whose headers can't be read are set aside in the parked queue."
        )]
        public static partial void SetAside(ILogger logger, int count);

        [LoggerMessage(
            8,
            LogLevel.Error,
            "Messages whose headers can't be read could not be set aside: {Reason}. It is tried again."
        )]
        public static partial void NotSetAside(ILogger logger, string reason);

        [LoggerMessage(
            6,
            LogLevel.Critical,
            "The dispatcher failed in a way that nobody foresaw; the session is thrown away and begun again in "
                + "{Seconds} s. Waiting mail is safe in the queue."
        )]
        public static partial void Unforeseen(ILogger logger, Exception failure, double seconds);
    }
}
