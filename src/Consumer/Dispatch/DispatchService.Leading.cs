using MailDispatcher.Broker.Leadership;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Names;
using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Ports;
using MailDispatcher.Engine;

namespace MailDispatcher.Consumer.Dispatch;

/// <content>A session as the leader.</content>
internal sealed partial class DispatchService
{
    private async Task LeadAsync(BrokerSession session, CancellationToken stopping)
    {
        var lost = session.Broker.Lost;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, lost);
        try
        {
            var lease = new LeaderLease(session.Broker, settings.Topology.Lease);
            await lease.AcquireAsync(() => StandBy(session), ending.Token);
            (_startedAt, _blockedAtEnd) = (time.GetUtcNow(), null);
            // What fell due while another one led is that one's; what it left undone, its journal tells.
            due.ForgetScheduled();
            status.Enter(DispatcherPhase.Replaying);
            checkpoints.Pass(Checkpoint.Replaying);
            var loop = await ReplayAsync(session, ending.Token);
            missed.Post(session.Projection);
            var uncertain = session.Projection.UncertainCount;
            var elsewhere = session.Projection.Uncertain().Where(mail => mail.Provider != provider.Terms.Kind).ToList();
            status.Follow(loop);
            status.Enter(DispatcherPhase.Leading);
            Log.Leading(_logger, session.Journal.Read, uncertain);
            if (elsewhere.Count > 0)
                Log.Elsewhere(
                    _logger,
                    elsewhere.Count,
                    EnumName.Of(elsewhere[0].Provider),
                    EnumName.Of(provider.Terms.Kind),
                    UncertainRule.SetBackWithin.TotalMinutes
                );
            await LeadAsync(session, loop, stopping, ending.Token);
        }
        catch (OperationCanceledException e) when (lost.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            throw new SessionLostException(session.Broker.LostReason ?? "the connection ended", e);
        }
        finally
        {
            status.Follow(null);
            _blockedAtEnd ??= session.Broker.BlockedReason;
        }
    }

    private async Task LeadAsync(
        BrokerSession session,
        DispatchLoop loop,
        CancellationToken stopping,
        CancellationToken ending
    )
    {
        using var leads = CancellationTokenSource.CreateLinkedTokenSource(ending);
        var telling = Task.WhenAll(
            outcomes.RunAsync(session.Journal.Writer, leads.Token),
            webhooks.RunAsync(leads.Token),
            new BlockProbe(session.Broker, settings.Topology.Lease, settings.Topology.Journal.Name).RunAsync(
                leads.Token
            )
        );
        try
        {
            await loop.RunAsync(session.Broker.Lost, stopping);
        }
        finally
        {
            await leads.CancelAsync();
            await telling;
        }
    }

    private async Task<DispatchLoop> ReplayAsync(BrokerSession session, CancellationToken ending)
    {
        DispatchLoop? loop = null;
        List<JournalEvent> early = [];
        await session.Journal.ReplayAsync(
            new JournalEvent.Started
            {
                At = _startedAt,
                Instance = Environment.MachineName,
                Version = ThisVersion,
            },
            Hear,
            ending
        );
        var ports = new LoopPorts(session.Pending, session.Parked, session.Journal, provider, metrics);
        lock (early)
        {
            loop = new DispatchLoop(
                engine,
                session.Projection,
                ports,
                due,
                time,
                random,
                checkpoints,
                loggers.CreateLogger<DispatchLoop>()
            );
            foreach (var entry in early)
                loop.Hear(entry);
        }

        return loop;

        void Hear(JournalEvent entry)
        {
            lock (early)
            {
                if (loop is null)
                    early.Add(entry);
                else
                    loop.Hear(entry);
            }
        }
    }
}
