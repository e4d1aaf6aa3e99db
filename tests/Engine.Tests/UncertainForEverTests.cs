using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Provider;
using static MailDispatcher.Engine.Tests.EngineUnderTest;

namespace MailDispatcher.Engine.Tests;

/// <summary>A provider without keys and without a log: what it leaves open is never repeated by itself.</summary>
public sealed class UncertainForEverTests
{
    private static readonly ProviderTerms NoWayToTell = new()
    {
        Kind = ProviderKind.Smtp,
        KeyHolds = TimeSpan.Zero,
        LogLags = null,
    };

    [Fact]
    public async Task UnansweredMail_IsParkedOnceItsCallIsOver_AndCountsAsSpent()
    {
        await using var engine = new EngineUnderTest(allowance: "3/day");
        engine.Provider.Terms = NoWayToTell;
        engine.Provider.Unanswered.Add(IdOf(1));
        engine.Publish(Request(IdOf(1), Start.AddHours(2)));
        engine.Lead();
        await UntilAsync(engine, () => engine.Broker.Parked.Count > 0);
        var (_, note) = Assert.Single(engine.Broker.Parked);
        Assert.Equal((IdOf(1), "uncertain"), (note.Mail, note.Cause));
        var attempt = Assert.Single(engine.Broker.Journal.OfType<JournalEvent.Attempted>());
        // The clock runs on while the machine is slow: hence minutes above, and to the second below.
        Assert.InRange(note.At - attempt.At, UncertainRule.MayBeRunning, TimeSpan.FromMinutes(5));
        Assert.Equal(Settlement.Parked, engine.Fold().Find(IdOf(1))!.Settled);

        for (var n = 2; n <= 5; n++)
            engine.Publish(Request(IdOf(n), Start.AddHours(2)));
        await UntilAsync(engine, () => engine.Provider.Taken.Count >= 3);
        await engine.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(3, engine.Provider.Taken.Count);
        Assert.Equal(3, engine.Provider.Taken.Distinct().Count());
    }

    [Fact]
    public async Task AttemptOfADispatcherThatDied_IsParkedByTheNextOne()
    {
        await using var engine = new EngineUnderTest();
        engine.Provider.Terms = NoWayToTell;
        engine.Provider.Unanswered.Add(IdOf(1));
        engine.Publish(Request(IdOf(1), Start.AddDays(1)));
        engine.Lead();
        await UntilAsync(engine, () => engine.Provider.Taken.Count > 0);
        await engine.StopAsync();
        engine.Lead();
        await UntilAsync(engine, () => engine.Broker.Parked.Count > 0);
        Assert.Equal("uncertain", Assert.Single(engine.Broker.Parked).Note.Cause);
        Assert.Single(engine.Provider.Taken);
    }

    [Fact]
    public async Task MailsThatWentAlong_AreParkedWithIt()
    {
        await using var engine = new EngineUnderTest(decidesAlways: false, coalesce: [10]);
        engine.Provider.Terms = NoWayToTell;
        engine.Provider.Credits = 1;
        for (var n = 1; n <= 3; n++)
        {
            engine.Provider.Unanswered.Add(IdOf(n));
            engine.Publish(Request(IdOf(n), Start.AddHours(30), template: 10));
        }

        engine.Lead();
        await engine.RestAsync();
        engine.Due.Post(new RunRequest(RunKind.Hourly, engine.Time.GetUtcNow(), Start.AddHours(1)));
        await UntilAsync(engine, () => engine.Broker.Parked.Count > 2);
        Assert.Single(engine.Provider.Taken);
        Assert.Equal(
            [IdOf(1), IdOf(2), IdOf(3)],
            engine.Broker.Parked.Select(p => p.Note.Mail).OrderBy(id => id.ToString())
        );
        engine.Provider.Credits = 10;
        await engine.PassAsync(TimeSpan.FromHours(1));
        Assert.Single(engine.Provider.Taken);
    }

    [Fact]
    public async Task Provider_ThatBearsFewCallsAtOnce_GetsNoMore()
    {
        await using var engine = new EngineUnderTest();
        engine.Provider.Terms = ProviderTerms.Brevo with { MostAtOnce = 3 };
        for (var n = 1; n <= 100; n++)
            engine.Publish(Request(IdOf(n), Start.AddDays(1)));
        engine.Lead();
        await engine.RestAsync();
        await engine.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(100, engine.Provider.Taken.Count);
        Assert.InRange(engine.Provider.MostAtOnce, 1, 3);
    }

    private static async Task UntilAsync(EngineUnderTest engine, Func<bool> isSo)
    {
        for (var second = 0; second < 600 && !isSo(); second++)
            await engine.PassAsync(TimeSpan.FromSeconds(1));
        Assert.True(isSo());
    }
}
