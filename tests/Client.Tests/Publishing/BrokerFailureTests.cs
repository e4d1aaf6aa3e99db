using MailDispatcher.Contracts;
using MailDispatcher.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace MailDispatcher.Client.Tests.Publishing;

/// <summary>The broker itself dies, hangs or takes no more. The tests share one that is theirs alone.</summary>
public sealed class BrokerFailureTests(SharedBroker broker) : IClassFixture<SharedBroker>
{
    private static readonly PendingQueueOptions Queue = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_BrokerKilledAndStartedAgain_LosesNothingConfirmed()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var publisher = Publisher(vhost, TimeSpan.FromMinutes(5));
        var before = await publisher.PublishAsync(SampleMail.InDays(1), Token);
        var stream = Enumerable
            .Range(0, 2_000)
            .Select(n => publisher.PublishAsync(SampleMail.InDays(n % 10, n), Token))
            .ToList();
        await Task.WhenAny(stream);
        await broker.Node.KillAsync();
        Assert.Contains(stream, publish => !publish.IsCompleted);
        await broker.Node.StartAgainAsync(Token);

        Guid[] confirmed = [before, .. await Task.WhenAll(stream)];
        var stored = await QueueContents.TakeAllAsync(vhost, Queue.Name, Token);
        Assert.Subset(stored.Select(m => Guid.Parse(m.BasicProperties.MessageId!)).ToHashSet(), confirmed.ToHashSet());
    }

    [Fact]
    public async Task Publish_MemoryAlarm_MayHaveArrivedAndPassesAgainAfterwards()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var publisher = Publisher(vhost, TimeSpan.FromSeconds(2));
        await publisher.ConnectAsync(Token);
        await broker.Node.CtlAsync("set_vm_memory_high_watermark", "0");
        try
        {
            var error = await Assert.ThrowsAsync<NotConfirmedException>(() =>
                publisher.PublishAsync(SampleMail.InDays(1), Token)
            );
            Assert.True(error.MayHaveArrived);
        }
        finally
        {
            await broker.Node.CtlAsync("set_vm_memory_high_watermark", "0.4");
        }

        await Eventually.TrueAsync(
            () => IsConfirmedAsync(publisher),
            "the broker takes mail again",
            cancellationToken: Token
        );
    }

    [Fact]
    public async Task Publish_BrokerHangs_EndsWithItsPatienceAndPassesAgainAfterwards()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var publisher = Publisher(vhost, TimeSpan.FromSeconds(2));
        await publisher.ConnectAsync(Token);
        broker.Node.Freeze();
        try
        {
            var error = await Assert.ThrowsAsync<NotConfirmedException>(() =>
                publisher.PublishAsync(SampleMail.InDays(1), Token)
            );
            Assert.True(error.MayHaveArrived);
        }
        finally
        {
            broker.Node.Thaw();
        }

        await Eventually.TrueAsync(
            () => IsConfirmedAsync(publisher),
            "the broker takes mail again",
            cancellationToken: Token
        );
    }

    [Theory]
    [InlineData(50)]
    [InlineData(2)]
    public async Task Publish_ChannelHangsWhileItsConnectionLives_GoesByTheNextConnection(int patience)
    {
        var vhost = await broker.CreateVhostAsync();
        await using var publisher = Publisher(vhost, TimeSpan.FromSeconds(patience));
        await publisher.PublishAsync(SampleMail.InDays(1), Token);
        Assert.Equal(1, await broker.Node.HangChannelsAsync(vhost));
        await Eventually.TrueAsync(
            () => IsConfirmedAsync(publisher),
            "another channel confirms",
            cancellationToken: Token
        );
    }

    [Fact]
    public async Task Publish_QueueIsFullForAWhile_PassesWithinItsPatience()
    {
        var vhost = await broker.CreateVhostAsync();
        var name = vhost.AbsolutePath[1..];
        await using var publisher = Publisher(vhost, TimeSpan.FromMinutes(1));
        await publisher.PublishAsync(SampleMail.InDays(1), Token);
        await broker.Node.CtlAsync(
            "set_policy",
            "--vhost",
            name,
            "full",
            ".*",
            """{"max-length":1,"overflow":"reject-publish"}"""
        );
        var publish = publisher.PublishAsync(SampleMail.InDays(1), Token);
        await broker.Node.CtlAsync("clear_policy", "--vhost", name, "full");
        await publish;
        Assert.Equal(2u, await QueueContents.CountAsync(vhost, Queue.Name, Token));
    }

    private static async Task<bool> IsConfirmedAsync(MailPublisher publisher)
    {
        await publisher.PublishAsync(SampleMail.InDays(1), Token);
        return true;
    }

    private static MailPublisher Publisher(Uri vhost, TimeSpan patience) =>
        new(
            new MailPublisherOptions
            {
                CreateQueues = true,
                Broker = vhost,
                Queue = Queue,
                Patience = patience,
            },
            new FakeTimeProvider(SampleMail.Now)
        );
}
