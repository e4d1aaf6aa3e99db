using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Provider;
using MailDispatcher.Core.Suppression;
using NSubstitute;
using static MailDispatcher.Engine.Tests.EngineUnderTest;

namespace MailDispatcher.Engine.Tests;

/// <summary>Mail to addresses that can't be reached costs no credit.</summary>
public sealed class SuppressionTests
{
    private static readonly AddressKeys Keys = new([new string('k', AddressKeys.ShortestSecret)]);
    private static readonly string Ana = Keys.Of("ana@example.com")!;

    [Fact]
    public async Task Mail_ToAnAddressThatBounced_IsSettledAtOnceAndCostsNothing()
    {
        await using var engine = new EngineUnderTest(addresses: Keys);
        engine.Provider.Credits = 10;
        engine.Publish(Request(IdOf(1), Start.AddHours(2)));
        engine.Lead();
        await engine.RestAsync();
        Assert.Single(engine.Provider.Taken);
        engine.Loop.Hear(Bounced(IdOf(1)));
        engine.Loop.Hear(Bounced(IdOf(1)));
        await engine.RestAsync();
        engine.Publish(Request(IdOf(2), Start.AddHours(2)));
        engine.Publish(Request(IdOf(3), Start.AddHours(2), template: AlwaysTried));
        await engine.RestAsync();

        Assert.Equal([IdOf(1), IdOf(3)], engine.Provider.Taken.Select(t => t.Mail));
        Assert.Equal(0, engine.Broker.Ready);
        var settled = engine.Broker.Journal.OfType<JournalEvent.Suppressed>().Single();
        Assert.Equal((IdOf(2), SuppressionCause.HardBounced), (settled.Mail, settled.Cause));
        engine.Metrics.Received(1).Settled(Settlement.Suppressed, Arg.Any<UrgencyClass>());
        engine.Metrics.Received(1).Reported(ProviderEventKind.HardBounced, true);
    }

    [Fact]
    public async Task Mails_ThatWaitWhenTheirAddressBounces_AreSettledAndOthersGoOn()
    {
        await using var engine = new EngineUnderTest(decidesAlways: false, addresses: Keys);
        engine.Provider.Credits = 10;
        for (var n = 1; n <= 5; n++)
            engine.Publish(Request(IdOf(n), Start.AddDays(1)));
        engine.Publish(Request(IdOf(6), Start.AddDays(1), topic: "t", cancel: true));
        engine.Lead();
        await engine.RestAsync();
        engine.Loop.Hear(
            new JournalEvent.AddressesSuppressed
            {
                At = Start,
                Entries = [new(Ana, SuppressionCause.Blocked, Start, AtProvider: true)],
            }
        );
        await engine.RestAsync();
        Assert.Equal(5, engine.Broker.Journal.OfType<JournalEvent.Suppressed>().Count());
        Assert.Empty(engine.Provider.Taken);

        engine.Loop.Hear(
            new JournalEvent.AddressReleased
            {
                At = engine.Time.GetUtcNow(),
                Address = Ana,
                By = "olga",
            }
        );
        await engine.RestAsync();
        engine.Publish(Request(IdOf(7), Start.AddDays(1)));
        await engine.RestAsync();
        engine.Due.Post(new RunRequest(RunKind.Hourly, engine.Time.GetUtcNow(), Start.AddHours(1)));
        await engine.RestAsync();
        Assert.Equal([IdOf(7)], engine.Provider.Taken.Select(t => t.Mail));
        // A fresh start knows the same.
        Assert.Empty(engine.Fold().Suppressed.At(engine.Time.GetUtcNow()));
        Assert.Equal(5, engine.Fold().Mails.Count(m => m.Settled is Settlement.Suppressed));
    }

    [Fact]
    public async Task Mail_WithoutAKeyForHashes_IsTried()
    {
        await using var engine = new EngineUnderTest();
        engine.Lead();
        engine.Loop.Hear(
            new JournalEvent.AddressesSuppressed
            {
                At = Start,
                Entries = [new(Ana, SuppressionCause.HardBounced, Start)],
            }
        );
        engine.Publish(Request(IdOf(1), Start.AddHours(2)));
        await engine.RestAsync();
        Assert.Single(engine.Provider.Taken);
    }

    private static JournalEvent.ProviderReported Bounced(Guid mail) =>
        new()
        {
            At = Start.AddSeconds(5),
            Mail = mail,
            Report = ProviderEventKind.HardBounced,
            HappenedAt = Start.AddSeconds(3),
            Source = ReportSource.Webhook,
            Address = Ana,
        };
}
