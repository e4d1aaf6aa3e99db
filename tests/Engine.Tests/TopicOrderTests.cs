using System.Text;
using MailDispatcher.Core.Journal;
using static MailDispatcher.Engine.Tests.EngineUnderTest;

namespace MailDispatcher.Engine.Tests;

/// <summary>Requests about one topic that bear no time of publishing, at different levels of the queue.</summary>
public sealed class TopicOrderTests
{
    private const string Old =
        """{"recipient": {"name": "U", "email": "u@example.com"}, "template": 50, "params": {"V": "old"}, "deadline": "2026-11-28T10:00:00Z", "topic": "U"}""";
    private const string New =
        """{"recipient": {"name": "U", "email": "u@example.com"}, "template": 50, "params": {"V": "new"}, "deadline": "2026-11-25T20:00:00Z", "topic": "U"}""";
    private const string Cancel =
        """{"recipient": {"name": "U", "email": "u@example.com"}, "topic": "U", "cancel": true}""";

    [Theory]
    [InlineData(1, 9)]
    [InlineData(5, 5)]
    [InlineData(9, 1)]
    public async Task Cancel_PublishedWhileNobodyLooked_WithdrawsAtAnyLevel(byte old, byte cancel)
    {
        await using var engine = new EngineUnderTest();
        engine.Broker.Publish(Encoding.UTF8.GetBytes(Old), old, IdOf(1).ToString());
        engine.Broker.Publish(Encoding.UTF8.GetBytes(Cancel), cancel, IdOf(2).ToString());
        engine.Lead();
        await engine.RestAsync();
        await engine.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Empty(engine.Provider.Taken);
        Assert.Equal(Settlement.Superseded, engine.Fold().Find(IdOf(1))?.Settled);
        Assert.Equal(Settlement.Cancelled, engine.Fold().Find(IdOf(2))?.Settled);
    }

    [Theory]
    [InlineData(1, 9)]
    [InlineData(5, 5)]
    public async Task NewerMail_PublishedWhileNobodyLooked_GoesAlone(byte old, byte newer)
    {
        await using var engine = new EngineUnderTest();
        engine.Broker.Publish(Encoding.UTF8.GetBytes(Old), old, IdOf(1).ToString());
        engine.Broker.Publish(Encoding.UTF8.GetBytes(New), newer, IdOf(2).ToString());
        engine.Lead();
        await engine.RestAsync();
        await engine.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal([IdOf(2)], engine.Provider.Taken.Select(t => t.Mail));
        Assert.Equal(Settlement.Superseded, engine.Fold().Find(IdOf(1))?.Settled);
    }

    [Fact]
    public async Task NewerMail_AtALowerLevelAfterTheQueueWasEmpty_TakesItsPlace()
    {
        await using var engine = new EngineUnderTest();
        engine.Provider.Credits = 0;
        engine.Broker.Publish(Encoding.UTF8.GetBytes(New), 9, IdOf(1).ToString());
        engine.Lead();
        await engine.RestAsync();
        // The queue is counted in real time.
        var begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(6))
            await engine.PassAsync(TimeSpan.FromSeconds(1));
        engine.Broker.Publish(Encoding.UTF8.GetBytes(Old), 1, IdOf(2).ToString());
        await engine.RestAsync();
        Assert.Equal(IdOf(2), Assert.Single(engine.Loop.View!.Waiting).Id);
        Assert.False(Assert.Single(engine.Broker.Journal.OfType<JournalEvent.Superseded>()).IsGuess);
    }
}
