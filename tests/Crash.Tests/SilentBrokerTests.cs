using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Broker.Leadership;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Ports;
using MailDispatcher.TestKit;
using RabbitMQ.Client;

namespace MailDispatcher.Crash.Tests;

/// <summary>A node that takes connections and leaves one of their questions unanswered.</summary>
public sealed class SilentBrokerTests(SharedBroker broker)
{
    [Fact]
    public async Task Replay_StreamThatTellsNothing_EndsTheSession()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var vhost = await broker.CreateVhostAsync();
        await using var connection = await BrokerConnection.OpenAsync(vhost, "test", cancellation);
        await using var journal = await JournalStream.OpenAsync(connection, new JournalQueue(), _ => { }, cancellation);
        Assert.Equal(1, await broker.Node.HangChannelsAsync(vhost, consuming: true));

        var replay = journal.ReplayAsync(
            new JournalEvent.Started
            {
                At = TimeProvider.System.GetUtcNow(),
                Instance = "test",
                Version = "1",
            },
            _ => { },
            cancellation
        );
        var lost = await Assert.ThrowsAsync<SessionLostException>(() =>
            replay.WaitAsync(Eventually.Patience, cancellation)
        );
        Assert.Contains("mail-journal", lost.Message, StringComparison.Ordinal);
    }

    /// <summary>As 4.0 is about a queue whose node is away.</summary>
    [Fact]
    public async Task Acquire_QueueBesideTheLeaseHangs_TakesTheLeaseAllTheSame()
    {
        const string Lease = "lease";
        var cancellation = TestContext.Current.CancellationToken;
        var vhost = await broker.CreateVhostAsync();
        await using var other = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync(cancellation);
        await using var channel = await other.CreateChannelAsync(cancellationToken: cancellation);
        var holder = LeaderLease.HolderOf(Lease);
        await channel.QueueDeclareAsync(holder, durable: true, exclusive: false, cancellationToken: cancellation);
        var hung = await broker.Node.CtlAsync(
            "eval",
            $"{{ok, Q}} = rabbit_amqqueue:lookup(rabbit_misc:r(<<\"{vhost.AbsolutePath[1..]}\">>, queue, "
                + $"<<\"{holder}\">>)), sys:suspend(amqqueue:get_pid(Q))."
        );
        Assert.Equal("ok", hung.Trim());

        await using var connection = await BrokerConnection.OpenAsync(vhost, "test", cancellation);
        await new LeaderLease(connection, Lease)
            .AcquireAsync(() => { }, cancellation)
            .WaitAsync(Eventually.Patience, cancellation);

        await using var late = await BrokerConnection.OpenAsync(vhost, "test", cancellation);
        using var standby = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new LeaderLease(late, Lease).AcquireAsync(standby.Cancel, standby.Token)
        );
        Assert.False(connection.Lost.IsCancellationRequested);
    }
}
