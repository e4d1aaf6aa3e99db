using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Ports;
using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests;

/// <summary>A node that takes a reader of the journal and tells it nothing, as one whose copy does not run.</summary>
public sealed class SilentJournalTests(SharedBroker broker)
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
}
