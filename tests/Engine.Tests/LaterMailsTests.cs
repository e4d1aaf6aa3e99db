using MailDispatcher.Core.Journal;
using static MailDispatcher.Engine.Tests.EngineUnderTest;

namespace MailDispatcher.Engine.Tests;

/// <summary>More mails than can be held, in the queues for later days.</summary>
public sealed class LaterMailsTests
{
    private const int Mails = 30;

    /// <summary>
    /// A queue that is being read pushes what is put back to its end at once, before the broker has confirmed that it
    /// is stored there: two messages of one mail are in hand, and one of them must stay.
    /// </summary>
    [Fact]
    public async Task Mails_PutBackIntoTheQueueThatIsRead_AreNotDroppedAsCopies()
    {
        await using var engine = new EngineUnderTest(decidesAlways: false, mailsPerHour: 6, window: 10);
        engine.Provider.Credits = 300;
        // The soonest stand last, so that they are found behind what nobody wants.
        for (var n = 1; n <= Mails; n++)
            engine.Publish(Request(IdOf(n), Start.AddHours(80).AddMinutes(-n)), published: Start.AddMinutes(-1));
        engine.Lead();
        while (engine.Broker.Ready > 0)
            await engine.PassAsync(TimeSpan.FromSeconds(1));
        await HourlyRunAsync(engine);
        Assert.Equal(6, engine.Provider.Taken.Count);

        var confirmed = new TaskCompletionSource();
        (engine.Session.MovesConfirmed, engine.Session.PushesAllOfLater) = (confirmed.Task, true);
        await HourlyRunAsync(engine);
        confirmed.SetResult();
        await engine.RestAsync();
        await engine.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(Enumerable.Range(19, 12).Select(IdOf), engine.Provider.Taken.Select(t => t.Mail).Order());
        Assert.Empty(engine.Broker.Journal.OfType<JournalEvent.Duplicate>());

        await engine.StopAsync();
        Assert.Equal(Mails - 12, engine.Broker.Ready + engine.Broker.CountLater().Sum());
    }

    private static async Task HourlyRunAsync(EngineUnderTest engine)
    {
        var now = engine.Time.GetUtcNow();
        engine.Due.Post(new RunRequest(RunKind.Hourly, now, now.AddHours(1)));
        for (var minute = 0; minute < 5; minute++)
            await engine.PassAsync(TimeSpan.FromMinutes(1));
    }
}
