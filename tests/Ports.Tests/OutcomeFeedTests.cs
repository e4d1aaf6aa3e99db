using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Definitions;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Broker.Outcomes;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.TestKit;

namespace MailDispatcher.Ports.Tests;

/// <summary>Apps that are told by webhook miss nothing, also on the first start with their setting.</summary>
public sealed class OutcomeFeedTests(SharedBroker broker)
{
    private const string App = "shop";

    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_BeforeAnyWebhookHasOpenedItsQueue_KeepsTheOutcomesForIt()
    {
        var address = await broker.CreateVhostAsync();
        var topology = new BrokerTopology();
        var mail = Guid.NewGuid();
        await using var connection = await BrokerConnection.OpenAsync(address, "test", Token);
        var journal = await JournalAppender.OpenAsync(connection, topology.Journal, Token);
        await journal.AppendAsync([
            new JournalEvent.Requested
            {
                At = Now,
                Mail = mail,
                Arrived = Now,
                Template = 7,
                Deadline = Now.AddDays(1),
                Origin = new RequestOrigin { App = App },
            },
        ]);

        var told = new TaskCompletionSource<MailOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var feed = new OutcomeFeed(
            connection,
            topology,
            new OutcomeCursor("nobody"),
            [App],
            outcome => told.TrySetResult(outcome),
            () => told.TrySetException(new InvalidOperationException("The broker gave it back: nobody listens."))
        );
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var telling = feed.RunAsync(ending.Token);
        Assert.Equal(mail, (await told.Task.WaitAsync(Eventually.Patience, Token)).Mail);
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => telling);

        await using var queue = await WebhookQueue.OpenAsync(connection, topology, App, Token);
        var waiting = await queue.PeekAsync(Token);
        Assert.Equal(mail, MailOutcomeCodec.Decode(Assert.NotNull(waiting).Body)!.Mail);
    }
}
