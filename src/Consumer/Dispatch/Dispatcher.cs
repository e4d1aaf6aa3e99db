using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Leadership;
using MailDispatcher.Client;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>
/// The daemon's main loop: connect, stand by for the lock, read the journal, then carry out the runs one by one. Whatever
/// ends the session (a broker's restart, a lost connection, a full disk), it says so, waits and begins again; the runs
/// that fell due meanwhile are kept. When the process stops it takes no more, finishes the mail in hand and settles it.
/// </summary>
public sealed partial class Dispatcher(
    DaemonSettings settings, ValueTable values, RunFactory runs, RunQueue mailbox, IRunCalendar calendar, DispatcherStatus status, OperatorActions desk, TimeProvider time,
    Checkpoints checkpoints, ILogger<Dispatcher> logger) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LockPoll = TimeSpan.FromSeconds(1);

    private static readonly RunKind[] ScheduledKinds = [RunKind.Hourly, RunKind.EndOfDay];

    private readonly CreditDay _day = new(settings.Dispatch.Zone);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Connections are made in real time, also under a fast clock.
        var pause = TimeSpan.FromSeconds(1);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var session = await Session.OpenAsync(settings, values, stoppingToken);
                pause = TimeSpan.FromSeconds(1);
                status.Follow(session.Memory);
                using var reachable = desk.Attach(session);
                try
                {
                    await LeadAsync(session, stoppingToken);
                }
                catch (OperationCanceledException e) when (session.Broker.Lost.IsCancellationRequested && !stoppingToken.IsCancellationRequested)
                {
                    throw new BrokerLostException(session.Broker.LostReason ?? "the connection ended", e);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is BrokerLostException or QueueUnusableException or OperationCanceledException)
            {
                status.Enter(DispatcherPhase.Connecting, e.Message);
                Log.BrokerAway(logger, e.Message, pause.TotalSeconds);
                await Task.Delay(pause, TimeProvider.System, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }

        Log.Stopped(logger);
    }

    private async Task LeadAsync(Session session, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, session.Broker.Lost);
        await TakeLockAsync(session, ending.Token);
        // What fell due while another one was active is that one's; what it left undone, its journal tells.
        mailbox.ForgetScheduled();
        status.Enter(DispatcherPhase.Replaying);
        checkpoints.Pass(Checkpoint.Replaying);
        await session.Journal.ReplayAsync(
            new JournalEvent.Started { At = time.GetUtcNow(), Instance = Environment.MachineName, Version = ThisVersion }, ending.Token);
        Log.Leading(logger, session.Journal.Read, session.Memory.Uncertain().Count);
        status.Enter(DispatcherPhase.Leading);
        PostMissedRuns(session.Memory);
        mailbox.PostTick(time.GetUtcNow());

        var run = runs.Create(session);
        var lookout = new PollSchedule(session, settings.Dispatch, status, time);
        while (true)
        {
            var request = await status.IdleAsync(mailbox.NextAsync(ending.Token));
            if (time.GetUtcNow() > request.ValidUntil)
            {
                Log.RunTooLate(logger, request.Kind, request.ValidUntil);
                continue;
            }

            // The schedule may fire for an instant whose run was just made up for.
            if (request is { Kind: RunKind.Hourly or RunKind.EndOfDay, Interruptions: 0 } && session.Memory.DoneUntil(request.Kind) > request.DueAt) continue;

            try
            {
                var began = time.GetUtcNow();
                if (request.Kind == RunKind.Tick && !await lookout.HasNewsAsync(ending.Token))
                {
                    mailbox.PostTick(lookout.NextAfter(began));
                    continue;
                }

                var result = await run.ExecuteAsync(request, stopping);
                mailbox.PostTick(lookout.NextAfter(began));
                if (result.GoOnAt is { } goOn && goOn < request.ValidUntil)
                {
                    request.PutOff(goOn);
                    mailbox.PostAgain(request);
                }

                status.ParkedCount = await session.Parked.CountAsync(stopping);
            }
            catch (BrokerLostException)
            {
                mailbox.PostAgain(request);
                throw;
            }
        }
    }

    private async Task TakeLockAsync(Session session, CancellationToken ending)
    {
        var theLock = new LeaderLease(session.Broker, settings.Topology.Lease);
        while (!await theLock.TryTakeAsync(ending))
        {
            if (status.Phase != DispatcherPhase.Standby) Log.Standby(logger);
            status.Enter(DispatcherPhase.Standby);
            await Task.Delay(LockPoll, TimeProvider.System, ending);
        }
    }

    /// <summary>
    /// Runs that fell due while no dispatcher was at work are made up for, as long as the next one has not come: their
    /// credits would be lost. What is already sent of them counts. A fresh journal has missed nothing.
    /// </summary>
    private void PostMissedRuns(Projection memory)
    {
        var now = time.GetUtcNow();
        foreach (var kind in settings.Dispatch.PollsOften ? [] : ScheduledKinds)
        {
            if (calendar.LatestAt(kind, now) is not { } due || memory.DoneUntil(kind) is not { } done || done >= due) continue;
            mailbox.Post(new RunRequest(kind, now, ValidUntil(kind, due), memory.AttemptedSince(due)));
        }
    }

    /// <summary>Posts a run that is due now. The deadline policy looks all the time and knows the day's end by itself.</summary>
    public void Due(RunKind kind)
    {
        var now = time.GetUtcNow();
        if (settings.Dispatch.PollsOften)
            mailbox.PostTick(now);
        else
            mailbox.Post(new RunRequest(kind, now, ValidUntil(kind, now)));
    }

    // The hour's allowance passes to the next hour's run; the day's credits are lost at the reset.
    private DateTimeOffset ValidUntil(RunKind kind, DateTimeOffset due)
    {
        var reset = _day.ResetAfter(due);
        return kind == RunKind.EndOfDay || calendar.NextAfter(kind, due) is not { } next ? reset : next;
    }

    private static string ThisVersion => typeof(Dispatcher).Assembly.GetName().Version!.ToString(3);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The broker can't be used: {Reason}. Trying again in {Seconds} s; waiting mail is safe in the queue.")]
        public static partial void BrokerAway(ILogger logger, string reason, double seconds);

        [LoggerMessage(2, LogLevel.Information, "Another dispatcher is active. Standing by to take over.")]
        public static partial void Standby(ILogger logger);

        [LoggerMessage(3, LogLevel.Information, "Active: {Events} events of the journal read, {Uncertain} uncertain mails to clear up.")]
        public static partial void Leading(ILogger logger, long events, int uncertain);

        [LoggerMessage(4, LogLevel.Warning, "Run {Kind} was not carried out by {ValidUntil:u} and is given up; its mails wait for the next one.")]
        public static partial void RunTooLate(ILogger logger, RunKind kind, DateTimeOffset validUntil);

        [LoggerMessage(5, LogLevel.Information, "The dispatcher has stopped; what waits is in the queue.")]
        public static partial void Stopped(ILogger logger);
    }
}
