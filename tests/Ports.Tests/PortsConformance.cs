using System.Text;
using System.Threading.Channels;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.Ports.Tests;

/// <summary>What every implementation of the ports promises: the engine is tested on one and works on the other.</summary>
public abstract class PortsConformance : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly Channel<Delivery> _pushed = Channel.CreateUnbounded<Delivery>();
    private IBrokerUnderTest? _broker;

    private IBrokerUnderTest Broker => _broker ?? throw new InvalidOperationException("Not started.");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task<IBrokerUnderTest> StartAsync();

    public async ValueTask InitializeAsync() => _broker = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_broker is not null)
            await _broker.DisposeAsync();
    }

    [Fact]
    public async Task Consume_MoreThanThePrefetch_PushesHighestLevelsFirstAndNoMore()
    {
        for (byte level = 1; level <= 5; level++)
            await Broker.PublishAsync($"{level}", level);
        await using var session = await Broker.OpenAsync();
        await ConsumeAsync(session, 3);
        Assert.Equal(["5", "4", "3"], BodiesOf(await PushedAsync(3)));
        Assert.Equal(2, await session.Pending.CountReadyAsync(Cancellation));
    }

    [Fact]
    public async Task Consume_EqualLevels_PushesInTheOrderOfArrival()
    {
        foreach (var body in (string[])["a", "b", "c"])
            await Broker.PublishAsync(body);
        await using var session = await Broker.OpenAsync();
        await ConsumeAsync(session, 10);
        Assert.Equal(["a", "b", "c"], BodiesOf(await PushedAsync(3)));
    }

    [Fact]
    public async Task Consume_PublishedLater_IsPushedTooWithWhatItSaysOfItself()
    {
        await using var session = await Broker.OpenAsync();
        await ConsumeAsync(session, 10);
        await Broker.PublishAsync("late", level: 7, messageId: "an id");
        var delivery = Assert.Single(await PushedAsync(1));
        Assert.Equal(
            ("late", (byte?)7, "an id", false),
            (BodyOf(delivery), delivery.Level, delivery.MessageId, delivery.IsLater)
        );
    }

    [Fact]
    public async Task Consume_AgainWithALargerPrefetch_PushesTheRestAndKeepsWhatIsInHand()
    {
        foreach (var body in (string[])["a", "b", "c"])
            await Broker.PublishAsync(body);
        await using var session = await Broker.OpenAsync();
        await ConsumeAsync(session, 1);
        var first = await PushedAsync(1);
        await ConsumeAsync(session, 10);
        var rest = await PushedAsync(2);
        Assert.Equal(["a", "b", "c"], BodiesOf([.. first, .. rest]));
        await session.Pending.AckAsync([.. first, .. rest]);
        await session.EndAsync();
        await using var next = await Broker.OpenAsync();
        Assert.Equal(0, await next.Pending.CountReadyAsync(Cancellation));
    }

    [Fact]
    public async Task Ack_MakesRoomForTheNext()
    {
        foreach (var body in (string[])["a", "b"])
            await Broker.PublishAsync(body);
        await using var session = await Broker.OpenAsync();
        await ConsumeAsync(session, 1);
        await session.Pending.AckAsync(await PushedAsync(1));
        Assert.Equal(["b"], BodiesOf(await PushedAsync(1)));
    }

    [Fact]
    public async Task Ack_InAnyOrder_SettlesThoseAndNoOther()
    {
        foreach (var body in (string[])["a", "b", "c", "d", "e"])
            await Broker.PublishAsync(body);
        await using (var session = await Broker.OpenAsync())
        {
            await ConsumeAsync(session, 10);
            var pushed = await PushedAsync(5);
            await session.Pending.AckAsync([pushed[3], pushed[1]]);
            await session.Pending.AckAsync([pushed[0]]);
            await session.EndAsync();
        }

        Assert.Equal(["c", "e"], await WaitingAsync(2));
    }

    [Fact]
    public async Task Return_IsPushedAgain()
    {
        await Broker.PublishAsync("a");
        await using var session = await Broker.OpenAsync();
        await ConsumeAsync(session, 1);
        await session.Pending.ReturnAsync(await PushedAsync(1));
        var again = await PushedAsync(1);
        Assert.Equal(["a"], BodiesOf(again));
        await session.Pending.AckAsync(again);
        await session.EndAsync();
        await using var next = await Broker.OpenAsync();
        Assert.Equal(0, await next.Pending.CountReadyAsync(Cancellation));
    }

    [Fact]
    public async Task End_WhatWasInHand_IsBackInItsPlace()
    {
        foreach (var body in (string[])["a", "b", "c"])
            await Broker.PublishAsync(body);
        await using (var session = await Broker.OpenAsync())
        {
            await ConsumeAsync(session, 2);
            await PushedAsync(2);
            await session.EndAsync();
        }

        Assert.Equal(["a", "b", "c"], await WaitingAsync(3));
    }

    [Fact]
    public async Task Calls_AfterTheEnd_SayThatTheSessionIsLost()
    {
        await Broker.PublishAsync("a");
        await using var session = await Broker.OpenAsync();
        await ConsumeAsync(session, 1);
        var pushed = await PushedAsync(1);
        await session.EndAsync();
        await Assert.ThrowsAsync<SessionLostException>(() => session.Pending.AckAsync(pushed));
        await Assert.ThrowsAsync<SessionLostException>(() => session.Pending.ReturnAsync(pushed));
        await Assert.ThrowsAsync<SessionLostException>(() => session.Pending.CountReadyAsync(Cancellation));
        await Assert.ThrowsAsync<SessionLostException>(() => session.Journal.AppendAsync([Started("late")]));
        await Assert.ThrowsAsync<SessionLostException>(() => session.Parked.ParkAsync(pushed[0], Note(1)));
        await Assert.ThrowsAsync<SessionLostException>(() => session.Parked.CountAsync(Cancellation));
    }

    [Fact]
    public async Task Later_Moved_IsCountedInItsSlotAndPushedWhenThatIsConsumed()
    {
        await Broker.PublishAsync("a");
        await using var session = await Broker.OpenAsync();
        await ConsumeAsync(session, 10);
        var pushed = await PushedAsync(1);
        await session.Pending.Later.MoveAsync([(pushed[0], 3)]);
        await session.Pending.AckAsync(pushed);
        Assert.Equal(CountsWith(3, 1), await session.Pending.Later.CountAsync(Cancellation));
        Assert.Equal(0, await session.Pending.CountReadyAsync(Cancellation));

        await session.Pending.Later.ConsumeAsync(3, 10, Push, Cancellation);
        var late = Assert.Single(await PushedAsync(1));
        Assert.Equal(("a", true), (BodyOf(late), late.IsLater));
        await session.Pending.AckAsync([late]);
        await session.EndAsync();
        await using var next = await Broker.OpenAsync();
        Assert.Equal(CountsWith(3, 0), await next.Pending.Later.CountAsync(Cancellation));
    }

    [Fact]
    public async Task Later_InHandAtTheEnd_IsBackInItsSlot()
    {
        await Broker.PublishAsync("a");
        await using (var session = await Broker.OpenAsync())
        {
            await ConsumeAsync(session, 10);
            var pushed = await PushedAsync(1);
            await session.Pending.Later.MoveAsync([(pushed[0], 0)]);
            await session.Pending.AckAsync(pushed);
            await session.Pending.Later.ConsumeAsync(0, 10, Push, Cancellation);
            await PushedAsync(1);
            await session.EndAsync();
        }

        await using var next = await Broker.OpenAsync();
        await next.Pending.Later.ConsumeAsync(0, 10, Push, Cancellation);
        Assert.Equal(["a"], BodiesOf(await PushedAsync(1)));
    }

    [Fact]
    public async Task Park_KeepsTheBytesAndTheReason()
    {
        await Broker.PublishAsync("{not json");
        await using var session = await Broker.OpenAsync();
        await ConsumeAsync(session, 1);
        var pushed = await PushedAsync(1);
        await session.Parked.ParkAsync(pushed[0], Note(2));
        Assert.Equal(1, await session.Parked.CountAsync(Cancellation));
        await session.Pending.AckAsync(pushed);
        await session.EndAsync();
        Assert.Equal([("{not json", "unreadable", "it is no JSON", 2)], await Broker.ReadParkedAsync());
    }

    [Fact]
    public async Task Append_SideBySide_StandsInTheOrderOfTheCalls()
    {
        await using var session = await Broker.OpenAsync();
        var appends = Enumerable
            .Range(0, 40)
            .Select(n => session.Journal.AppendAsync([Started($"{n}a"), Started($"{n}b")]))
            .ToList();
        await Task.WhenAll(appends);
        Assert.Equal(
            Enumerable.Range(0, 40).SelectMany(n => (string[])[$"{n}a", $"{n}b"]),
            (await Broker.ReadJournalAsync()).Cast<JournalEvent.Started>().Select(e => e.Instance)
        );
    }

    [Fact]
    public async Task Append_OfALargeRecord_IsReadAsItWas()
    {
        await using var session = await Broker.OpenAsync();
        var events = Enumerable
            .Range(0, 500)
            .Select(n => new JournalEvent.Duplicate { At = At.AddSeconds(n), Mail = Guid.NewGuid() })
            .ToList();
        await session.Journal.AppendAsync(events);
        Assert.Equal(events, await Broker.ReadJournalAsync());
    }

    private async Task<string[]> WaitingAsync(int count)
    {
        await using var next = await Broker.OpenAsync();
        await ConsumeAsync(next, 100);
        var bodies = BodiesOf(await PushedAsync(count));
        Assert.Equal(0, await next.Pending.CountReadyAsync(Cancellation));
        return bodies;
    }

    private Task ConsumeAsync(ISessionUnderTest session, int prefetch) =>
        session.Pending.ConsumeAsync(prefetch, Push, Cancellation);

    private void Push(Delivery delivery) => _pushed.Writer.TryWrite(delivery);

    private async Task<IReadOnlyList<Delivery>> PushedAsync(int count)
    {
        var deliveries = new List<Delivery>();
        while (deliveries.Count < count)
            deliveries.Add(await _pushed.Reader.ReadAsync(Cancellation));
        return deliveries;
    }

    private static int[] CountsWith(int slot, int count) =>
        [.. Enumerable.Range(0, 8).Select(s => s == slot ? count : 0)];

    private static JournalEvent.Started Started(string instance) =>
        new JournalEvent.Started
        {
            At = At,
            Instance = instance,
            Version = "1",
        };

    private static ParkingNote Note(int number) => new(Guid.NewGuid(), "unreadable", "it is no JSON", number, At);

    private static string BodyOf(Delivery delivery) => Encoding.UTF8.GetString(delivery.Body.Span);

    private static string[] BodiesOf(IEnumerable<Delivery> deliveries) => [.. deliveries.Select(BodyOf)];
}
