using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;
using RabbitMQ.Client;

namespace MailDispatcher.Deploy.Tests.Broker;

/// <summary>The kinds of queue that the pending queue may be, on the broker that is installed here.</summary>
public sealed class QueueKindTests(SharedBroker broker)
{
    private const int Mails = 15;
    private const int Returns = 25;

    public static TheoryData<PendingQueueOptions> Kinds =>
        [
            new PendingQueueOptions(),
            new PendingQueueOptions { Type = "quorum" },
            new PendingQueueOptions
            {
                Name = "queue",
                Durable = false,
                MaxPriority = 255,
            },
        ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task WaitingRoom_OfEachKind_KeepsMailsOverManyReturnsAndGivesThemUp(PendingQueueOptions queue)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var vhost = await broker.CreateVhostAsync();
        await using var publisher = new MailPublisher(
            new MailPublisherOptions
            {
                CreateQueues = true,
                Broker = vhost,
                Queue = queue,
            }
        );
        var published = await Task.WhenAll(
            Enumerable.Range(0, Mails).Select(n => publisher.PublishAsync(Mail.To($"person{n}"), cancellation))
        );

        // More often than the 20 returns after which a quorum queue of 4.x drops a message that has no other limit.
        await using var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync(cancellation);
        for (var round = 0; round < Returns; round++)
            await TakeAndReturnAsync(connection, queue.Name, cancellation);

        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions(),
            TimeProvider.System,
            cancellation
        );
        await using var daemon = DaemonUnderTest.Start(
            vhost,
            sandbox.Url,
            new Dictionary<string, string?>
            {
                ["Queue__Name"] = queue.Name,
                ["Queue__Type"] = queue.Type,
                ["Queue__Durable"] = queue.Durable ? "true" : "false",
                ["Queue__MaxPriority"] = $"{queue.MaxPriority}",
                ["Schedule__Hourly"] = "* * * * * ?",
            }
        );
        await Eventually.TrueAsync(
            () => sandbox.Sandbox.Mails.Snapshot().Count >= Mails,
            () => $"all mails are sent: {daemon.Program.Output}",
            cancellationToken: cancellation
        );
        Assert.Equal(published.Order(), sandbox.Sandbox.Mails.Snapshot().Select(mail => Guid.Parse(mail.Tag!)).Order());
        Assert.Equal(0, await daemon.Program.TerminateAsync());
    }

    private static async Task TakeAndReturnAsync(IConnection connection, string queue, CancellationToken cancellation)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        ulong last = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                while (await channel.BasicGetAsync(queue, autoAck: false, cancellation) is { } got)
                    last = got.DeliveryTag;
                return last >= Mails;
            },
            "all mails can be taken",
            cancellationToken: cancellation
        );
        await channel.BasicNackAsync(last, multiple: true, requeue: true, cancellation);
    }
}
