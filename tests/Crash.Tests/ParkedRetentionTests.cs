using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.Sandbox.Faults;
using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests;

/// <summary>Parked mail whose time is over, with daemons that die after the warning and after the journal's entry.</summary>
public sealed class ParkedRetentionTests(SharedBroker broker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ParkedMail_IsDiscardedADayAfterOneWarning_AndItsAppHearsIt()
    {
        await using var bed = await TestBed.OpenAsync(
            await broker.CreateVhostAsync(),
            Token,
            ShopApp.Provider,
            // Two hours a second: between warning and discarding a slow machine has twelve.
            speed: 7_200,
            settings: [("Parked__RetentionDays", "3")]
        );
        bed.Sandbox.Faults.Set(
            new FaultRule
            {
                Path = "/v3/smtp/email",
                Times = 2,
                Status = 400,
                Body = """{"code":"invalid_parameter","message":"email is not valid in to"}""",
            }
        );
        await using var shop = await ShopApp.StartAsync(bed.Broker, Token);
        // The first one's deadline is soon over; the second one's is far ahead, so that it is kept.
        var (soon, far) = (
            ShopApp.Order(1, bed.Clock.GetUtcNow().AddDays(1.5)),
            ShopApp.Order(2, bed.Clock.GetUtcNow().AddDays(300))
        );
        await bed.PublishAsync([soon, far], Token);
        var first = bed.Start();
        await JournalHasAsync<JournalEvent.Parked>(bed, 2, first);
        await JournalHasAsync<JournalEvent.DiscardAnnounced>(bed, 1, first);
        await Eventually.TrueAsync(
            async () =>
                await first.MetricAsync("maildispatcher_parked_to_discard_mails", cancellationToken: Token) == 1,
            "the metric warns too",
            cancellationToken: Token
        );
        Assert.Contains("discarded after", (await first.GetAsync("parked", Token)).Text, StringComparison.Ordinal);
        await first.Program.KillAsync();

        var second = bed.Start();
        await JournalHasAsync<JournalEvent.Discarded>(bed, 1, second);
        await Eventually.TrueAsync(
            () => Task.FromResult(shop.Of(soon.Id).Contains(MailOutcomeKind.Discarded)),
            "its app hears it",
            TimeSpan.FromMinutes(1),
            Token
        );
        Assert.Contains("1 parked mails were discarded", second.Program.Output, StringComparison.Ordinal);
        await second.Program.TerminateAsync();

        var journal = await JournalCopy.ReadAsync(bed.Broker, Token);
        var warning = Assert.Single(journal.Events.OfType<JournalEvent.DiscardAnnounced>());
        var discarded = Assert.Single(journal.Events.OfType<JournalEvent.Discarded>());
        Assert.Equal((1, soon.Id, "retention"), (warning.Count, discarded.Mail, discarded.By));
        Assert.Equal(TimeSpan.FromDays(1), warning.DiscardAt - warning.At);
        Assert.InRange(discarded.At, warning.DiscardAt, DateTimeOffset.MaxValue);
        Assert.True(warning.At >= soon.Deadline!.Value.AddDays(2));
        Assert.Equal(
            (Settlement.Discarded, Settlement.Parked),
            (journal.Memory.Find(soon.Id)!.Settled, journal.Memory.Find(far.Id)!.Settled)
        );
        Assert.Equal(far.Id, Assert.Single(await Tally.ParkedAsync(bed, Token)));
    }

    [Fact]
    public async Task ParkedMail_WhoseDaemonDiedBetweenTheEntryAndTheRemoval_IsRemovedAndToldOnce()
    {
        await using var bed = await TestBed.OpenAsync(
            await broker.CreateVhostAsync(),
            Token,
            speed: 14_400,
            settings: [("Parked__RetentionDays", "2")]
        );
        var bad = new TestMail(MailId.FromBytes("no mail request"u8), "no mail request"u8.ToArray());
        await bed.PublishAsync([bad], Token);
        var first = bed.Start();
        await JournalHasAsync<JournalEvent.DiscardAnnounced>(bed, 1, first);
        await first.Program.KillAsync();
        var announced = (await JournalCopy.ReadAsync(bed.Broker, Token))
            .Events.OfType<JournalEvent.DiscardAnnounced>()
            .Single();
        // What the first one would have noted at the moment of its death.
        var parked = Assert.Single(await Tally.ParkedAsync(bed, Token));
        await JournalCopy.AppendAsync(
            bed.Broker,
            "mail-journal",
            "the first one",
            EventCodec.Encode(
                new JournalEvent.Discarded
                {
                    At = announced.DiscardAt,
                    Mail = parked,
                    By = "retention",
                }
            ),
            Token
        );

        var second = bed.Start();
        await Eventually.TrueAsync(
            async () => (await Tally.ParkedAsync(bed, Token)).Count == 0,
            "the parked message is removed",
            TimeSpan.FromMinutes(2),
            Token
        );
        await second.Program.TerminateAsync();
        Assert.Single((await JournalCopy.ReadAsync(bed.Broker, Token)).Events.OfType<JournalEvent.Discarded>());
    }

    private static async Task JournalHasAsync<T>(TestBed bed, int count, DaemonUnderTest daemon)
        where T : JournalEvent
    {
        try
        {
            await Eventually.TrueAsync(
                async () => (await JournalCopy.ReadAsync(bed.Broker, Token)).Events.OfType<T>().Count() >= count,
                $"the journal has {count} {typeof(T).Name}",
                TimeSpan.FromMinutes(2),
                Token
            );
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}: {daemon.Program.Output}", e);
        }
    }
}
