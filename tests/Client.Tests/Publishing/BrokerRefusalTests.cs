using System.Diagnostics;
using MailDispatcher.Contracts;
using MailDispatcher.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace MailDispatcher.Client.Tests.Publishing;

/// <summary>
/// A broker that is away, or answers and says no: the caller hears why, at once where waiting can't help.
/// </summary>
public sealed class BrokerRefusalTests(SharedBroker broker)
{
    private static readonly PendingQueueOptions Queue = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_WrongPassword_SaysSoAtOnceWithoutIt()
    {
        var vhost = await broker.CreateVhostAsync();
        var error = await RefusedAsync(new UriBuilder(vhost) { Password = "tell-nobody" }.Uri);
        Assert.Contains("refuses the user name or the password", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("tell-nobody", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_UnknownVirtualHost_IsNamed()
    {
        var error = await RefusedAsync(new Uri(broker.Node.Uri, "no-such-place"));
        Assert.Contains("has no virtual host 'no-such-place'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_NobodyListens_SaysWhere()
    {
        var port = FreePort.Next();
        await using var publisher = new MailPublisher(
            new MailPublisherOptions { CreateQueues = true, Broker = new Uri($"amqp://guest:guest@127.0.0.1:{port}/") }
        );
        var error = await Assert.ThrowsAsync<BrokerUnavailableException>(() => publisher.ConnectAsync(Token));
        Assert.True(error.MayPass);
        Assert.Equal($"The broker at 127.0.0.1:{port} can't be reached: Connection refused", error.Message);
    }

    [Fact]
    public async Task Publish_NobodyListensForAllItsPatience_HasCertainlyNotArrived()
    {
        await using var publisher = new MailPublisher(
            new MailPublisherOptions
            {
                CreateQueues = true,
                Broker = new Uri($"amqp://guest:guest@127.0.0.1:{FreePort.Next()}/"),
                Patience = TimeSpan.FromSeconds(1),
            },
            new FakeTimeProvider(SampleMail.Now)
        );
        var error = await Assert.ThrowsAsync<NotConfirmedException>(() =>
            publisher.PublishAsync(SampleMail.InDays(1), Token)
        );
        Assert.False(error.MayHaveArrived);
    }

    [Fact]
    public async Task Publish_QueueWithOtherArguments_SaysWhatToSet()
    {
        var vhost = await broker.CreateVhostAsync();
        await using (var first = Publisher(vhost))
            await first.ConnectAsync(Token);
        await using var other = Publisher(vhost, Queue with { MaxPriority = 255 });
        var error = await Assert.ThrowsAsync<QueueUnusableException>(() =>
            other.PublishAsync(SampleMail.InDays(1), Token)
        );
        Assert.Contains("'mail-requests' exists with other arguments", error.Message, StringComparison.Ordinal);
        Assert.Contains("Queue__MaxPriority", error.Message, StringComparison.Ordinal);
        Assert.Equal(0u, await QueueContents.CountAsync(vhost, Queue.Name, Token));
    }

    [Fact]
    public async Task Publish_AccountThatMayOnlyWriteToTheExchange_IsConfirmed()
    {
        var vhost = await broker.CreateVhostAsync();
        await using (var owner = Publisher(vhost))
            await owner.ConnectAsync(Token);
        var account = await broker.Node.CreateAccountAsync(
            vhost,
            configure: "^$",
            write: "^mail-requests$",
            read: "^$"
        );
        await using var publisher = Publisher(account);
        await publisher.PublishAsync(SampleMail.InDays(1), Token);
        Assert.Equal(1u, await QueueContents.CountAsync(vhost, Queue.Name, Token));
    }

    [Fact]
    public async Task Publish_AccountThatMayNotWrite_IsToldAtOnceThatNothingArrived()
    {
        var vhost = await broker.CreateVhostAsync();
        await using (var owner = Publisher(vhost))
            await owner.ConnectAsync(Token);
        var account = await broker.Node.CreateAccountAsync(vhost, configure: "^$", write: "^$", read: "^$");
        await using var publisher = Publisher(account);
        var error = await Assert.ThrowsAsync<NotConfirmedException>(() =>
            publisher.PublishAsync(SampleMail.InDays(1), Token)
        );
        Assert.False(error.MayHaveArrived);
        Assert.Contains("does not allow it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_QueueMissingAndNoRightToCreateIt_SaysSo()
    {
        var vhost = await broker.CreateVhostAsync();
        var account = await broker.Node.CreateAccountAsync(
            vhost,
            configure: "^$",
            write: "^mail-requests$",
            read: "^$"
        );
        await using var publisher = Publisher(account);
        var error = await Assert.ThrowsAsync<QueueUnusableException>(() =>
            publisher.PublishAsync(SampleMail.InDays(1), Token)
        );
        Assert.Contains("is not there and this account may not create it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_NothingBoundAndNoRightToBind_IsReturnedAndHasNotArrived()
    {
        var vhost = await broker.CreateVhostAsync();
        await using (var owner = Publisher(vhost))
            await owner.ConnectAsync(Token);
        await UnbindAsync(vhost);
        var account = await broker.Node.CreateAccountAsync(
            vhost,
            configure: "^$",
            write: "^mail-requests$",
            read: "^$"
        );
        await using var publisher = Publisher(account);
        var error = await Assert.ThrowsAsync<NotConfirmedException>(() =>
            publisher.PublishAsync(SampleMail.InDays(1), Token)
        );
        Assert.False(error.MayHaveArrived);
        Assert.Contains("no queue is bound to 'mail-requests'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_QueueIsFullAndTakesNoMore_HasNotArrived()
    {
        var vhost = await broker.CreateVhostAsync();
        await broker.Node.CtlAsync(
            "set_policy",
            "--vhost",
            vhost.AbsolutePath[1..],
            "--apply-to",
            "queues",
            "full",
            ".*",
            """{"max-length":1,"overflow":"reject-publish"}"""
        );
        await using var publisher = Publisher(vhost, patience: TimeSpan.FromSeconds(60));
        await publisher.PublishAsync(SampleMail.InDays(1), Token);
        var error = await Assert.ThrowsAsync<NotConfirmedException>(() =>
            publisher.PublishAsync(SampleMail.InDays(1), Token)
        );
        Assert.False(error.MayHaveArrived);
        Assert.Equal("The broker refused the message.", error.Message);
        Assert.Equal(1u, await QueueContents.CountAsync(vhost, Queue.Name, Token));
    }

    [Fact]
    public async Task Publish_QueueDeletedMeanwhile_IsDeclaredAgain()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var publisher = Publisher(vhost);
        await publisher.PublishAsync(SampleMail.InDays(1), Token);
        await using (var connection = await QueueContents.ConnectAsync(vhost, Token))
        await using (var channel = await connection.CreateChannelAsync(cancellationToken: Token))
        {
            await channel.QueueDeleteAsync(Queue.Name, ifUnused: false, ifEmpty: false, cancellationToken: Token);
        }

        await publisher.PublishAsync(SampleMail.InDays(1), Token);
        Assert.Equal(1u, await QueueContents.CountAsync(vhost, Queue.Name, Token));
    }

    private static async Task UnbindAsync(Uri vhost)
    {
        await using var connection = await QueueContents.ConnectAsync(vhost, Token);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);
        await channel.QueueUnbindAsync(Queue.Name, Queue.Exchange, Queue.Name, cancellationToken: Token);
    }

    private static async Task<BrokerUnavailableException> RefusedAsync(Uri address)
    {
        await using var publisher = Publisher(address);
        var started = Stopwatch.GetTimestamp();
        var error = await Assert.ThrowsAsync<BrokerUnavailableException>(() =>
            publisher.PublishAsync(SampleMail.InDays(1), Token)
        );
        Assert.False(error.MayPass);
        Assert.True(Stopwatch.GetElapsedTime(started) < LongPatience, "it waited although waiting can't help");
        return error;
    }

    private static readonly TimeSpan LongPatience = TimeSpan.FromMinutes(2);

    private static MailPublisher Publisher(Uri address, PendingQueueOptions? queue = null, TimeSpan? patience = null) =>
        new(
            new MailPublisherOptions
            {
                CreateQueues = true,
                Broker = address,
                Queue = queue ?? Queue,
                Patience = patience ?? LongPatience,
            },
            new FakeTimeProvider(SampleMail.Now)
        );
}
