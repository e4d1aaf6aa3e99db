using MailDispatcher.Contracts;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Proxy;
using Microsoft.Extensions.Time.Testing;

namespace MailDispatcher.Client.Tests.Publishing;

/// <summary>The network breaks around a publish, and the caller still hears the truth.</summary>
public sealed class BrokenNetworkTests(SharedBroker broker) : IAsyncLifetime
{
    private static readonly PendingQueueOptions Queue = new();

    private Uri _vhost = null!;
    private TcpProxy _proxy = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _vhost = await broker.CreateVhostAsync();
        _proxy = TcpProxy.Start(broker.Node.Port);
    }

    public ValueTask DisposeAsync() => _proxy.DisposeAsync();

    [Theory]
    [InlineData(CutMoment.Before, 1)]
    [InlineData(CutMoment.After, 2)]
    public async Task Publish_ConnectionCut_IsRepeatedUnderTheSameId(CutMoment moment, int copies)
    {
        await using var publisher = Publisher(TimeSpan.FromMinutes(2));
        await publisher.ConnectAsync(Token);
        var cut = _proxy.CutAt(Direction.ToServer, "person777@example.com", moment);
        var id = await publisher.PublishAsync(SampleMail.InDays(1, number: 777), Token);
        await cut;
        await Eventually.TrueAsync(
            async () => await QueueContents.CountAsync(_vhost, Queue.Name, Token) == copies,
            $"{copies} copies wait",
            cancellationToken: Token
        );
        var stored = await QueueContents.TakeAllAsync(_vhost, Queue.Name, Token);
        Assert.All(stored, message => Assert.Equal(id, Guid.Parse(message.BasicProperties.MessageId!)));
    }

    [Theory]
    [InlineData(CutMoment.Before, 0)]
    [InlineData(CutMoment.After, 1)]
    public async Task Publish_CutAndThenNobodyAnswers_MayHaveArrived(CutMoment moment, int copies)
    {
        await using var publisher = Publisher(TimeSpan.FromSeconds(3));
        await publisher.ConnectAsync(Token);
        var cut = _proxy.CutAt(Direction.ToServer, "person777@example.com", moment);
        await _proxy.RefuseAsync();
        var error = await Assert.ThrowsAsync<NotConfirmedException>(() =>
            publisher.PublishAsync(SampleMail.InDays(1, number: 777), Token)
        );
        await cut;
        Assert.True(error.MayHaveArrived);
        await Eventually.TrueAsync(
            async () => await QueueContents.CountAsync(_vhost, Queue.Name, Token) == copies,
            $"{copies} copies wait",
            cancellationToken: Token
        );
    }

    [Fact]
    public async Task Publish_CutWhileHundredsAreOnTheWay_AllConfirmedAreThere()
    {
        await using var publisher = Publisher(TimeSpan.FromMinutes(2));
        var cut = _proxy.CutAt(Direction.ToServer, "person250@example.com", CutMoment.After);
        var ids = await Task.WhenAll(
            Enumerable.Range(0, 500).Select(n => publisher.PublishAsync(SampleMail.InDays(1, n), Token))
        );
        await cut;
        var stored = await QueueContents.TakeAllAsync(_vhost, Queue.Name, Token);
        Assert.Subset(stored.Select(m => Guid.Parse(m.BasicProperties.MessageId!)).ToHashSet(), ids.ToHashSet());
    }

    [Fact]
    public async Task Publish_CutAgainAndAgain_NoneWaitsForItsPatience()
    {
        const int Count = 4_000;
        await using var publisher = Publisher(TimeSpan.FromMinutes(30));
        for (var n = 100; n < Count; n += 100)
            _ = _proxy.CutAt(Direction.ToServer, $"person{n:000}@", n % 200 == 0 ? CutMoment.Before : CutMoment.After);
        var publishing = Task.WhenAll(
            Enumerable.Range(0, Count).Select(n => publisher.PublishAsync(SampleMail.InDays(1, n), Token))
        );
        await publishing.WaitAsync(TimeSpan.FromMinutes(4), Token);
        Assert.True(await QueueContents.CountAsync(_vhost, Queue.Name, Token) >= Count);
    }

    [Fact]
    public async Task Publish_ConfirmsHeldBack_MayHaveArrivedAfterItsPatience()
    {
        await using var publisher = Publisher(TimeSpan.FromSeconds(2));
        await publisher.ConnectAsync(Token);
        _proxy.Stall(Direction.ToClient);
        var error = await Assert.ThrowsAsync<NotConfirmedException>(() =>
            publisher.PublishAsync(SampleMail.InDays(1), Token)
        );
        Assert.True(error.MayHaveArrived);
        _proxy.Resume();
        await publisher.PublishAsync(SampleMail.InDays(1), Token);
        Assert.Equal(2u, await QueueContents.CountAsync(_vhost, Queue.Name, Token));
    }

    [Fact]
    public async Task Publish_BrokerTakesTheConnectionAndSaysNothing_HasCertainlyNotArrived()
    {
        _proxy.Stall(Direction.Both);
        await using var publisher = Publisher(TimeSpan.FromSeconds(2));
        var error = await Assert.ThrowsAsync<NotConfirmedException>(() =>
            publisher.PublishAsync(SampleMail.InDays(1), Token)
        );
        Assert.False(error.MayHaveArrived);
    }

    [Fact]
    public async Task Publish_CancelledWhileTheBrokerIsSilent_EndsAndSoDoesDisposal()
    {
        var publisher = Publisher(TimeSpan.FromMinutes(2));
        await publisher.ConnectAsync(Token);
        _proxy.Stall(Direction.ToClient);
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var publish = publisher.PublishAsync(SampleMail.InDays(1), caller.Token);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publish);
        // Well below the 45 s that the client waits for an answer to its goodbye.
        await publisher.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), Token);
    }

    [Fact]
    public async Task Publish_AfterDisposal_IsRefused()
    {
        var publisher = Publisher(TimeSpan.FromMinutes(2));
        await publisher.PublishAsync(SampleMail.InDays(1), Token);
        await publisher.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => publisher.PublishAsync(SampleMail.InDays(1), Token));
        await Eventually.TrueAsync(
            () => _proxy.OpenConnections == 0,
            "its connection is closed",
            cancellationToken: Token
        );
    }

    private MailPublisher Publisher(TimeSpan patience) =>
        new(
            new MailPublisherOptions
            {
                CreateQueues = true,
                Broker = _proxy.Through(_vhost),
                Queue = Queue,
                Patience = patience,
            },
            new FakeTimeProvider(SampleMail.Now)
        );
}
