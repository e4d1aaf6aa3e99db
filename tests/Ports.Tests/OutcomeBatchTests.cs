using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Outcomes;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Outcomes;
using MailDispatcher.TestKit;
using RabbitMQ.Client;

namespace MailDispatcher.Ports.Tests;

/// <summary>Whoever listens hears everything in its order; what nobody hears costs the broker one message a key.</summary>
public sealed class OutcomeBatchTests(SharedBroker broker)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_OneKeyHasAListener_HearsItsOwnInOrderAndTheOthersAreAskedForOnce()
    {
        await using var scene = await OutcomesUnderTest.OpenAsync(broker);
        var heard = await scene.ListenAsync("shop.sent.*");
        var mails = Enumerable.Range(0, 600).Select(_ => Guid.NewGuid()).ToList();

        await scene.PublishAsync(
            mails.SelectMany(mail =>
                new[] { Outcome(mail, MailOutcomeKind.Accepted), Outcome(mail, MailOutcomeKind.Sent) }
            )
        );

        Assert.Equal(mails, await scene.TakeAsync(heard, mails.Count));
        Assert.Equal((600, 1), (scene.Told, scene.Returned));
    }

    [Fact]
    public async Task Publish_AListenerComesBetweenTwoBatches_HearsTheSecond()
    {
        await using var scene = await OutcomesUnderTest.OpenAsync(broker);
        var (before, after) = (Guid.NewGuid(), Guid.NewGuid());

        await scene.PublishAsync([Outcome(before, MailOutcomeKind.Sent), Outcome(before, MailOutcomeKind.Delivered)]);
        Assert.Equal((0, 2), (scene.Told, scene.Returned));
        var heard = await scene.ListenAsync("#");
        await scene.PublishAsync([Outcome(after, MailOutcomeKind.Sent), Outcome(after, MailOutcomeKind.Delivered)]);

        Assert.Equal([after, after], await scene.TakeAsync(heard, 2));
        Assert.Equal((2, 2), (scene.Told, scene.Returned));
    }

    [Fact]
    public async Task Publish_AReceiptUnderAKeyThatNobodyListensTo_ReachesWhoAskedForIt()
    {
        await using var scene = await OutcomesUnderTest.OpenAsync(broker);
        var desk = await scene.ListenAsync("mail-outcomes.desk");
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());

        await scene.PublishAsync([
            Outcome(first, MailOutcomeKind.Sent) with
            {
                ReplyTo = "mail-outcomes.desk",
            },
            Outcome(Guid.NewGuid(), MailOutcomeKind.Sent),
            Outcome(Guid.NewGuid(), MailOutcomeKind.Sent),
            Outcome(second, MailOutcomeKind.Sent) with
            {
                ReplyTo = "mail-outcomes.desk",
            },
        ]);

        Assert.Equal([first, second], await scene.TakeAsync(desk, 2));
        Assert.Equal((2, 1), (scene.Told, scene.Returned));
    }

    private static OutcomeReceipt Outcome(Guid mail, MailOutcomeKind kind) =>
        new(
            new MailOutcome
            {
                EventId = $"{mail}-{kind}",
                Mail = mail,
                Kind = kind,
                At = Now,
                App = "shop",
                Template = 50,
            },
            ReplyTo: null,
            CorrelationId: null
        );

    private sealed class OutcomesUnderTest(BrokerConnection connection, ConfirmedChannel publishing, IChannel reading)
        : IAsyncDisposable
    {
        public int Told { get; private set; }

        public int Returned { get; private set; }

        public static async Task<OutcomesUnderTest> OpenAsync(SharedBroker broker)
        {
            var connection = await BrokerConnection.OpenAsync(
                new BrokerAccess([await broker.CreateVhostAsync()]),
                "outcomes",
                Token
            );
            await OutcomeExchange.EnsureAsync(connection, Token);
            return new OutcomesUnderTest(
                connection,
                await ConfirmedChannel.OpenAsync(connection.Connection, BrokerConnection.Patience, Token),
                await connection.Connection.CreateChannelAsync(cancellationToken: Token)
            );
        }

        public Task PublishAsync(IEnumerable<OutcomeReceipt> receipts) =>
            new OutcomeBatch(publishing, _ => Told++, () => Returned++).PublishAsync(receipts, Token);

        public async Task<string> ListenAsync(string key)
        {
            var queue = (await reading.QueueDeclareAsync(cancellationToken: Token)).QueueName;
            await reading.QueueBindAsync(queue, MailOutcome.Exchange, key, cancellationToken: Token);
            return queue;
        }

        /// <summary>The mails of whatever is in a queue, which must be so many outcomes.</summary>
        public async Task<List<Guid>> TakeAsync(string queue, int count)
        {
            Assert.Equal((uint)count, await reading.MessageCountAsync(queue, Token));
            var mails = new List<Guid>();
            while (await reading.BasicGetAsync(queue, autoAck: true, Token) is { } message)
                mails.Add(MailOutcomeCodec.Decode(message.Body.Span)!.Mail);
            return mails;
        }

        public async ValueTask DisposeAsync()
        {
            await reading.DisposeAsync();
            await publishing.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
