using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Suppression;
using static MailDispatcher.Engine.Tests.EngineUnderTest;

namespace MailDispatcher.Engine.Tests;

/// <summary>Mails are found by their person, and a person who wants to be forgotten gets none of them.</summary>
public sealed class ForgottenPeopleTests
{
    private static readonly AddressKeys Former = new([new string('f', AddressKeys.ShortestSecret)]);
    private static readonly AddressKeys Keys = new([
        new string('k', AddressKeys.ShortestSecret),
        new string('f', AddressKeys.ShortestSecret),
    ]);
    private static readonly IReadOnlyList<string> Ana = Keys.AllOf("Ana@Example.com");

    [Fact]
    public async Task Mails_SentWaitingAndExpiredAtOnce_AreKnownByTheirPerson()
    {
        await using var engine = new EngineUnderTest(addresses: Keys);
        engine.Provider.Credits = 1;
        engine.Publish(Request(IdOf(1), Start.AddHours(2)));
        engine.Publish(Request(IdOf(2), Start.AddHours(3)));
        engine.Publish(Request(IdOf(3), Start.AddHours(-1)));
        engine.Publish(Others(IdOf(4)));
        engine.Publish(Request(IdOf(5), Start.AddDays(1), topic: "t", cancel: true));
        engine.Lead();
        await engine.RestAsync();

        Assert.Equal([IdOf(1), IdOf(2), IdOf(3)], engine.Fold().OfPerson(Ana).Select(m => m.Id).Order());
        var written = System.Text.Encoding.UTF8.GetString(EventCodec.Encode([.. engine.Broker.Journal]).Record.Span);
        Assert.DoesNotContain("example.com", written, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Forgotten_WhatWaitsIsWithdrawnAndOthersGo()
    {
        await using var engine = new EngineUnderTest(decidesAlways: false, addresses: Keys);
        engine.Provider.Credits = 10;
        for (var n = 1; n <= 3; n++)
            engine.Publish(Request(IdOf(n), Start.AddDays(1)));
        engine.Publish(Others(IdOf(4)));
        engine.Lead();
        await engine.RestAsync();

        var told = engine.Loop.ForgetAsync(Ana, "olga", 2);
        await engine.RestAsync();
        var done = await told;
        Assert.Equal((3, 2, 0, "olga"), (done.WithdrawnCount, done.DiscardedCount, done.InFlightCount, done.By));
        Assert.Equal(
            [IdOf(1), IdOf(2), IdOf(3)],
            engine
                .Broker.Journal.OfType<JournalEvent.Superseded>()
                .Where(m => m.ByCancel && m.By == done.Id)
                .Select(m => m.Mail)
                .Order()
        );

        // Who comes back is welcome; what is published late but was asked for before is not.
        await engine.PassAsync(TimeSpan.FromMinutes(1));
        engine.Publish(Request(IdOf(5), Start.AddDays(1)));
        engine.Publish(Request(IdOf(6), Start.AddDays(1)), published: Start);
        await engine.RestAsync();
        engine.Due.Post(new RunRequest(RunKind.Hourly, engine.Time.GetUtcNow(), Start.AddHours(1)));
        await engine.RestAsync();
        Assert.Equal([IdOf(4), IdOf(5)], engine.Provider.Taken.Select(t => t.Mail).Order());
        Assert.Equal(Settlement.Superseded, engine.Fold().Find(IdOf(6))!.Settled);

        var again = engine.Loop.ForgetAsync(Ana, "olga", 0);
        await engine.RestAsync();
        Assert.Equal(0, (await again).WithdrawnCount);
    }

    [Fact]
    public async Task Forgotten_UnderAFormerKey_IsKnownStill()
    {
        await using var engine = new EngineUnderTest(decidesAlways: false, addresses: Keys);
        engine.Provider.Credits = 10;
        engine.Lead();
        engine.Loop.Hear(
            new JournalEvent.PersonForgotten
            {
                At = Start,
                Id = IdOf(99),
                Person = Former.AllOf("ana@example.com"),
                By = "olga",
                WithdrawnCount = 0,
                DiscardedCount = 0,
            }
        );
        engine.Publish(Request(IdOf(1), Start.AddDays(1)), published: Start.AddMinutes(-1));
        await engine.RestAsync();
        var mail = engine.Fold().Find(IdOf(1))!;
        Assert.Equal((Settlement.Superseded, Start.AddMinutes(-1)), (mail.Settled, mail.Arrived));
        Assert.Equal(0, engine.Broker.Ready);
    }

    [Fact]
    public async Task Forgotten_WhatStandsInAQueueForALaterDay_IsSettledThereAndLeavesWhenItIsRead()
    {
        const int Waiting = 30;
        await using var engine = new EngineUnderTest(decidesAlways: false, window: 10, addresses: Keys);
        engine.Provider.Credits = 300;
        for (var n = 1; n <= Waiting; n++)
            engine.Publish(Request(IdOf(n), Start.AddHours(80).AddMinutes(-n)), published: Start.AddMinutes(-1));
        engine.Lead();
        while (engine.Broker.Ready > 0)
            await engine.PassAsync(TimeSpan.FromSeconds(1));
        Assert.True(engine.Broker.CountLater().Sum() > 0);

        var told = engine.Loop.ForgetAsync(Ana, "olga", 0);
        await engine.RestAsync();
        Assert.Equal(Waiting, (await told).WithdrawnCount);
        Assert.All(engine.Fold().Mails, mail => Assert.Equal(Settlement.Superseded, mail.Settled));
        for (var hour = 0; hour < 81; hour++)
            await engine.PassAsync(TimeSpan.FromHours(1));
        Assert.Empty(engine.Provider.Taken);
        Assert.Empty(engine.Broker.Journal.OfType<JournalEvent.Expired>());
    }

    [Fact]
    public void Requested_WrittenBeforeThereWereKeys_IsStillRead()
    {
        var read = EventCodec.Decode(
            """
            {"kind":"asked","v":1,"at":"2026-11-25T12:00:00Z","mail":"00000001-0000-0000-0000-000000000000",
            "arrived":"2026-11-25T12:00:00Z","deadline":"2026-11-26T12:00:00Z","template":11}
            """u8
        );
        Assert.Null(Assert.IsType<JournalEvent.Requested>(read).Person);
    }

    private static MailRequest Others(Guid id) =>
        Request(id, Start.AddHours(4)) with
        {
            Recipient = new Recipient("Bia", "bia@example.com"),
        };
}
