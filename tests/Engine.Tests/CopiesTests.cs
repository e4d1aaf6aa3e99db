using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Outcomes;
using MailDispatcher.Core.Suppression;
using static MailDispatcher.Engine.Tests.EngineUnderTest;

namespace MailDispatcher.Engine.Tests;

/// <summary>A mail with copies costs a credit for each recipient, and none goes where no mail is wanted.</summary>
public sealed class CopiesTests
{
    private static readonly AddressKeys Keys = new([new string('k', AddressKeys.ShortestSecret)]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Credits_OfMailsWithCopies_AreCountedByRecipientsAndNeverOverspent(bool decidesAlways)
    {
        await using var engine = new EngineUnderTest(decidesAlways: decidesAlways);
        engine.Provider.Credits = 10;
        for (var n = 1; n <= 4; n++)
            engine.Publish(WithCopies(n, 3, Start.AddHours(n)));
        engine.Publish(WithCopies(5, 0, Start.AddHours(5)));
        engine.Publish(WithCopies(6, 0, Start.AddHours(5)));
        engine.Lead();
        await engine.RestAsync();
        if (!decidesAlways)
        {
            engine.Due.Post(
                new RunRequest(RunKind.EndOfDay, engine.Time.GetUtcNow(), engine.Time.GetUtcNow().AddHours(1))
            );
            await engine.RestAsync();
        }

        // 4 and 4, then 1 and 1: the third mail costs more than the two that are left, and waits.
        Assert.Equal([1, 2, 5, 6], engine.Provider.Taken.Select(t => NumberOf(t.Mail)).Order());
        Assert.Equal(0, engine.Provider.Credits);
        Assert.Equal(0, engine.Loop.View!.Credits.Left);
        // The provider never had to say so.
        Assert.Empty(engine.Broker.Journal.OfType<JournalEvent.Deferred>());
        Assert.Equal(0, engine.Fold().Credits.Left);
    }

    [Fact]
    public async Task Windows_OfMailsWithCopies_CountTheirRecipientsAlsoAfterARestart()
    {
        await using var engine = new EngineUnderTest(allowance: "10/hour");
        for (var n = 1; n <= 2; n++)
            engine.Publish(WithCopies(n, 3, Start.AddHours(n)));
        engine.Lead();
        await engine.RestAsync();
        Assert.Equal(2, engine.Loop.View!.Windows.Single().Left);
        await engine.StopAsync();

        for (var n = 3; n <= 5; n++)
            engine.Publish(WithCopies(n, n == 3 ? 3 : 0, Start.AddHours(n)));
        engine.Lead();
        await engine.RestAsync();
        Assert.Equal([1, 2, 4, 5], engine.Provider.Taken.Select(t => NumberOf(t.Mail)).Order());
        Assert.Equal(0, engine.Loop.View!.Windows.Single().Left);
        await engine.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal([1, 2, 3, 4, 5], engine.Provider.Taken.Select(t => NumberOf(t.Mail)).Order());
        Assert.Equal(6, engine.Loop.View!.Windows.Single().Left);
    }

    [Fact]
    public async Task Credits_OfAMailThatWasNotTaken_AreAllGivenBack()
    {
        await using var engine = new EngineUnderTest();
        engine.Provider.Credits = 10;
        engine.Provider.Greylisted.Add(IdOf(1));
        engine.Publish(WithCopies(1, 3, Start.AddHours(5)));
        engine.Lead();
        await engine.RestAsync();
        Assert.Single(engine.Broker.Journal.OfType<JournalEvent.Deferred>());
        Assert.Equal(10, engine.Loop.View!.Credits.Left);
    }

    [Fact]
    public async Task Copy_ToAnAddressThatNoMailGoesTo_IsLeftOutAndTold()
    {
        await using var engine = new EngineUnderTest(addresses: Keys);
        engine.Provider.Credits = 10;
        engine.Lead();
        await engine.RestAsync();
        engine.Loop.Hear(
            new JournalEvent.AddressesSuppressed
            {
                At = Start,
                Entries = [new(Keys.Of("c1@example.com")!, SuppressionCause.HardBounced, Start, AtProvider: false)],
            }
        );
        await engine.RestAsync();
        engine.Publish(WithCopies(1, 3, Start.AddHours(5)));
        await engine.RestAsync();

        var request = Assert.Single(engine.Provider.Requests);
        Assert.Equal("ana@example.com", request.Recipient.Email);
        Assert.Equal(
            ["c2@example.com", "c3@example.com"],
            (request.Cc ?? []).Concat(request.Bcc ?? []).Select(p => p.Email)
        );
        Assert.Equal(7, engine.Loop.View!.Credits.Left);
        var fold = new OutcomeFold();
        var sent = engine
            .Broker.Journal.Select((e, n) => fold.Apply(e, n, 0)?.Outcome)
            .Single(o => o?.Kind == MailOutcomeKind.Sent)!;
        Assert.Equal("1 copy was left out: its address can't be reached, or wants no mail.", sent.Reason);
    }

    [Fact]
    public async Task Copy_ToAPersonWhoWantedToBeForgotten_IsLeftOut()
    {
        await using var engine = new EngineUnderTest(addresses: Keys, decidesAlways: false);
        engine.Provider.Credits = 10;
        engine.Publish(WithCopies(1, 1, Start.AddHours(15)));
        engine.Lead();
        await engine.RestAsync();
        await engine.Loop.ForgetAsync(Keys.AllOf("c1@example.com"), "olga", discarded: 0);
        engine.Due.Post(new RunRequest(RunKind.EndOfDay, engine.Time.GetUtcNow(), engine.Time.GetUtcNow().AddHours(1)));
        await engine.RestAsync();
        Assert.Null(Assert.Single(engine.Provider.Requests).Cc);
    }

    [Fact]
    public async Task Day_OfMailsWithCopies_CountsTheirCredits()
    {
        await using var engine = new EngineUnderTest();
        engine.Provider.Credits = 10;
        engine.Publish(WithCopies(1, 3, Start.AddHours(5)));
        engine.Publish(WithCopies(2, 0, Start.AddHours(5)));
        engine.Lead();
        await engine.RestAsync();
        var memory = engine.Fold();
        var report = Core.Reports.DayReport.Of(
            memory,
            DateOnly.FromDateTime(Start.Date),
            new CreditDay(TimeZoneInfo.Utc),
            Start.AddDays(1)
        );
        Assert.Equal("2 mails sent on time for 5 credits, none missed", report.Outcome);
        Assert.Contains("the day had 10", report.Plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_WhoseRecipientNoMailGoesTo_IsNotSentToItsCopiesEither()
    {
        await using var engine = new EngineUnderTest(addresses: Keys);
        engine.Lead();
        await engine.RestAsync();
        engine.Loop.Hear(
            new JournalEvent.AddressesSuppressed
            {
                At = Start,
                Entries = [new(Keys.Of("ana@example.com")!, SuppressionCause.HardBounced, Start, AtProvider: false)],
            }
        );
        await engine.RestAsync();
        engine.Publish(WithCopies(1, 3, Start.AddHours(5)));
        await engine.RestAsync();
        Assert.Empty(engine.Provider.Taken);
        Assert.Equal(4, engine.Fold().Days.Of(DateOnly.FromDateTime(Start.Date)).CreditsSaved);
    }

    private static int NumberOf(Guid id) => BitConverter.ToInt32(id.ToByteArray(), 0);

    private static MailRequest WithCopies(int number, int copies, DateTimeOffset deadline) =>
        Request(IdOf(number), deadline) with
        {
            Cc = copies > 0 ? [new Recipient(null, "c1@example.com")] : null,
            Bcc =
                copies > 1
                    ? [.. Enumerable.Range(2, copies - 1).Select(n => new Recipient(null, $"c{n}@example.com"))]
                    : null,
        };
}
