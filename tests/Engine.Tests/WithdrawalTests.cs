using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Suppression;
using static MailDispatcher.Engine.Tests.EngineUnderTest;

namespace MailDispatcher.Engine.Tests;

/// <summary>Mail is withdrawn wherever it stands: in hand, in a queue for a later day, or not read yet.</summary>
public sealed class WithdrawalTests
{
    private const int Mails = 30;
    private static readonly AddressKeys Keys = new([new string('k', AddressKeys.ShortestSecret)]);

    [Fact]
    public async Task ById_InHandAndInAQueueForALaterDay_IsSettledAtOnceAndNeverSent()
    {
        await using var engine = await WithLaterMailsAsync();
        var inHand = 0;
        for (var n = 1; n <= Mails; n++)
        {
            inHand += await engine.Loop.FindRequestAsync(IdOf(n)) is null ? 0 : 1;
            Assert.Equal(WithdrawalResult.Withdrawn, await engine.Loop.WithdrawAsync(IdOf(n), IdOf(100)));
        }

        Assert.InRange(inHand, 1, Mails - 1);
        Assert.Equal(WithdrawalResult.Settled, await engine.Loop.WithdrawAsync(IdOf(1), IdOf(101)));
        Assert.Equal(WithdrawalResult.Unknown, await engine.Loop.WithdrawAsync(IdOf(77), IdOf(102)));
        await engine.RestAsync();
        Assert.Equal(
            Enumerable.Repeat((IdOf(100), true), Mails),
            engine.Broker.Journal.OfType<JournalEvent.Superseded>().Select(s => (s.By, s.ByCancel))
        );
        await PassDaysAsync(engine);
        Assert.Empty(engine.Provider.Taken);
        Assert.Empty(engine.Broker.Journal.OfType<JournalEvent.Expired>());
    }

    [Fact]
    public async Task ById_BeforeItWasReadAgainAfterARestart_IsDroppedWhenItIs()
    {
        await using var engine = new EngineUnderTest(decidesAlways: false);
        engine.Publish(Request(IdOf(1), Start.AddDays(1)));
        engine.Lead();
        await engine.RestAsync();
        Assert.Equal(WithdrawalResult.Withdrawn, await engine.Loop.WithdrawAsync(IdOf(1), IdOf(100)));
        await engine.StopAsync();
        engine.Publish(Request(IdOf(1), Start.AddDays(1)));
        engine.Lead();
        await engine.RestAsync();
        Assert.Equal(0, engine.Broker.Ready);
        Assert.Single(engine.Broker.Journal.OfType<JournalEvent.Superseded>());
    }

    [Fact]
    public async Task ById_WhileTheProviderMayHaveIt_IsUndecided()
    {
        await using var engine = new EngineUnderTest();
        engine.Provider.Unanswered.Add(IdOf(1));
        engine.Publish(Request(IdOf(1), Start.AddDays(1)));
        engine.Lead();
        await engine.RestAsync();
        Assert.Equal(WithdrawalResult.InFlight, await engine.Loop.WithdrawAsync(IdOf(1), IdOf(100)));
        Assert.Empty(engine.Broker.Journal.OfType<JournalEvent.Superseded>());
    }

    [Fact]
    public async Task Asked_OfAMailThatNobodyHasRead_IsWithdrawnWhenItIs_AlsoByTheNextLeader()
    {
        await using var engine = new EngineUnderTest();
        engine.Lead();
        await AskAsync(engine, 1);
        await engine.StopAsync();
        engine.Lead();
        engine.Publish(Request(IdOf(1), Start.AddDays(1)));
        engine.Publish(Request(IdOf(2), Start.AddDays(1)));
        await engine.RestAsync();
        Assert.Equal([IdOf(2)], engine.Provider.Taken.Select(t => t.Mail));
        var withdrawn = Assert.Single(engine.Broker.Journal.OfType<JournalEvent.Superseded>());
        Assert.Equal((IdOf(1), IdOf(101), true), (withdrawn.Mail, withdrawn.By, withdrawn.ByCancel));
        Assert.Equal(0, engine.Broker.Ready);
        Assert.Empty(engine.Fold().WithdrawalsAsked.Open);
    }

    [Fact]
    public async Task Asked_OfMailInHandAndInAQueueForALaterDay_IsSettledAtOnce()
    {
        await using var engine = await WithLaterMailsAsync();
        for (var n = 1; n <= Mails; n++)
            await AskAsync(engine, n);
        Assert.Equal(Mails, engine.Fold().Mails.Count(m => m.Settled is Settlement.Superseded));
        await PassDaysAsync(engine);
        Assert.Empty(engine.Provider.Taken);
    }

    [Fact]
    public async Task Asked_WhileTheProviderMayHaveIt_WaitsForItsAnswer()
    {
        await using var engine = new EngineUnderTest();
        engine.Provider.Unanswered.Add(IdOf(1));
        engine.Publish(Request(IdOf(1), Start.AddDays(1)));
        engine.Lead();
        await engine.RestAsync();
        await AskAsync(engine, 1);
        Assert.Equal([IdOf(1)], engine.Fold().WithdrawalsAsked.Open.Keys);
        for (var minute = 0; minute < 3; minute++)
            await engine.PassAsync(TimeSpan.FromMinutes(1));
        // It had it, under the same key.
        Assert.Equal(Settlement.Sent, engine.Fold().Find(IdOf(1))!.Settled);
        Assert.Empty(engine.Broker.Journal.OfType<JournalEvent.Superseded>());
        Assert.Empty(engine.Fold().WithdrawalsAsked.Open);
    }

    [Fact]
    public async Task Asked_OfAMailThatTheProviderDidNotTake_WithdrawsIt()
    {
        await using var engine = new EngineUnderTest();
        engine.Provider.Greylisted.Add(IdOf(1));
        engine.Publish(Request(IdOf(1), Start.AddDays(1)));
        engine.Lead();
        await engine.RestAsync();
        Assert.Single(engine.Broker.Journal.OfType<JournalEvent.Deferred>());
        await AskAsync(engine, 1);
        engine.Provider.Greylisted.Clear();
        for (var hour = 0; hour < 5; hour++)
            await engine.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(Settlement.Superseded, engine.Fold().Find(IdOf(1))!.Settled);
        Assert.Empty(engine.Provider.Taken);
    }

    [Fact]
    public async Task Asked_OfASettledMail_ChangesNothing()
    {
        await using var engine = new EngineUnderTest();
        engine.Publish(Request(IdOf(1), Start.AddDays(1)));
        engine.Lead();
        await engine.RestAsync();
        await AskAsync(engine, 1);
        Assert.Equal(Settlement.Sent, engine.Fold().Find(IdOf(1))!.Settled);
        Assert.Empty(engine.Fold().WithdrawalsAsked.Open);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CancelOfAPerson_ReachesWhatStandsInAQueueForALaterDay(bool knowsPersons)
    {
        await using var engine = await WithLaterMailsAsync(knowsPersons ? Keys : null);
        engine.Publish(Others(IdOf(50)), published: Start.AddMinutes(-1));
        engine.Publish(Request(IdOf(60), Start, cancel: true));
        await engine.PassAsync(TimeSpan.FromSeconds(10));
        if (knowsPersons)
            Assert.Equal(Mails, engine.Fold().Mails.Count(m => m.Settled is Settlement.Superseded));
        engine.Publish(Request(IdOf(61), Start.AddHours(70)));
        await PassDaysAsync(engine);

        Assert.Equal([IdOf(50), IdOf(61)], engine.Provider.Taken.Select(t => t.Mail).Order());
        Assert.Equal(
            Enumerable.Range(1, Mails).Select(IdOf),
            engine
                .Broker.Journal.OfType<JournalEvent.Superseded>()
                .Where(s => s.ByCancel && s.By == IdOf(60))
                .Select(s => s.Mail)
                .Order()
        );
    }

    [Fact]
    public async Task CancelOfAPerson_WithdrawsWhatIsReadLaterAndWasAskedForBefore()
    {
        await using var engine = new EngineUnderTest(decidesAlways: false);
        engine.Publish(Request(IdOf(1), Start, cancel: true), published: Start);
        engine.Lead();
        await engine.RestAsync();
        await engine.StopAsync();
        engine.Lead();
        engine.Publish(Request(IdOf(2), Start.AddDays(1)), published: Start.AddMinutes(-1));
        engine.Publish(Request(IdOf(3), Start.AddDays(1)), published: Start);
        await engine.RestAsync();
        Assert.Equal(Settlement.Superseded, engine.Fold().Find(IdOf(2))!.Settled);
        Assert.Null(engine.Fold().Find(IdOf(3))!.Settled);
    }

    // As another instance would: through the journal.
    private static async Task AskAsync(EngineUnderTest engine, int mail)
    {
        var wish = new JournalEvent.WithdrawalAsked
        {
            At = engine.Time.GetUtcNow(),
            Mail = IdOf(mail),
            By = IdOf(100 + mail),
        };
        await engine.Session.AppendAsync([wish]);
        engine.Loop.Hear(wish);
        await engine.RestAsync();
    }

    private static async Task<EngineUnderTest> WithLaterMailsAsync(AddressKeys? addresses = null)
    {
        var engine = new EngineUnderTest(decidesAlways: false, window: 10, addresses: addresses);
        engine.Provider.Credits = 300;
        for (var n = 1; n <= Mails; n++)
            engine.Publish(Request(IdOf(n), Start.AddHours(80).AddMinutes(-n)), published: Start.AddMinutes(-1));
        engine.Lead();
        while (engine.Broker.Ready > 0)
            await engine.PassAsync(TimeSpan.FromSeconds(1));
        Assert.True(engine.Broker.CountLater().Sum() > 0);
        return engine;
    }

    private static async Task PassDaysAsync(EngineUnderTest engine)
    {
        for (var hour = 0; hour < 85; hour++)
        {
            var now = engine.Time.GetUtcNow();
            engine.Due.Post(new RunRequest(RunKind.Hourly, now, now.AddHours(1)));
            for (var minute = 0; minute < 3; minute++)
                await engine.PassAsync(TimeSpan.FromMinutes(1));
            await engine.PassAsync(TimeSpan.FromMinutes(57));
        }
    }

    private static MailRequest Others(Guid id) =>
        Request(id, Start.AddHours(79)) with
        {
            Recipient = new Recipient("Bia", "bia@example.com"),
        };
}
