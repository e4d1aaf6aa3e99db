using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using NSubstitute;
using static MailDispatcher.Engine.Tests.EngineUnderTest;

namespace MailDispatcher.Engine.Tests;

/// <summary>On a day whose credits are short, several mails to one person cost one credit, and all are on time.</summary>
public sealed class CoalescingTests
{
    private const int Confirmation = MailTemplate.ConfirmationToMentored;

    [Fact]
    public async Task MailsDueToday_WithFewerCreditsThanThose_GoAsOneAndMeetTheirDeadlines()
    {
        await using var engine = new EngineUnderTest(coalesce: [Confirmation]);
        engine.Provider.Credits = 1;
        for (var n = 1; n <= 3; n++)
            engine.Publish(To("ana", n, Start.AddHours(8 + n)));
        engine.Lead();
        await PassAsync(engine, hours: 12);

        Assert.Equal([IdOf(1)], engine.Provider.Taken.Select(t => t.Mail));
        Assert.True(engine.Provider.Taken[0].At < Start.AddHours(9));
        Assert.Equal(
            [(IdOf(2), IdOf(1)), (IdOf(3), IdOf(1))],
            engine.Broker.Journal.OfType<JournalEvent.Coalesced>().Select(e => (e.Mail, e.With)).Order()
        );
        engine.Metrics.Received(3).DeadlineMet(Arg.Any<UrgencyClass>());
        Assert.Empty(engine.Broker.Journal.OfType<JournalEvent.Expired>());
    }

    [Fact]
    public async Task MailsDueToday_WithACreditForEach_GoAlone()
    {
        await using var engine = new EngineUnderTest(decidesAlways: false, coalesce: [Confirmation]);
        engine.Provider.Credits = 3;
        for (var n = 1; n <= 3; n++)
            engine.Publish(To("ana", n, Start.AddHours(8 + n)));
        engine.Lead();
        await EndDayAsync(engine);

        Assert.Equal(3, engine.Provider.Taken.Count);
    }

    [Fact]
    public async Task Group_IsWorthWhatItsMailsAreWorthTogether()
    {
        await using var engine = new EngineUnderTest(coalesce: [Confirmation]);
        engine.Provider.Credits = 1;
        // Worth 10, and each of the others 5.
        var leaving = Request(IdOf(9), Start.AddHours(6), template: MailTemplate.MentorOfMentoredLeaving);
        engine.Publish(leaving, published: Start.AddDays(-3));
        for (var n = 1; n <= 3; n++)
            engine.Publish(To("ana", n, Start.AddHours(6)));
        engine.Lead();
        await PassAsync(engine, hours: 12);

        Assert.Equal([IdOf(1)], engine.Provider.Taken.Select(t => t.Mail));
        engine.Metrics.Received(3).DeadlineMet(Arg.Any<UrgencyClass>());
    }

    [Fact]
    public async Task Allowance_ThatIsShorterThanTheProvidersCredits_Counts()
    {
        await using var engine = new EngineUnderTest(allowance: "2/day", coalesce: [Confirmation]);
        for (var n = 1; n <= 4; n++)
            engine.Publish(To(n < 4 ? "ana" : "bob", n, Start.AddHours(8 + n)));
        engine.Lead();
        await PassAsync(engine, hours: 12);

        Assert.Equal([IdOf(1), IdOf(4)], engine.Provider.Taken.Select(t => t.Mail).Order());
        engine.Metrics.Received(4).DeadlineMet(Arg.Any<UrgencyClass>());
    }

    [Fact]
    public async Task Hour_ThatAllowsLessThanWaits_IsNoDayThatIsShort()
    {
        await using var engine = new EngineUnderTest(
            decidesAlways: false,
            allowance: "2/hour",
            coalesce: [Confirmation]
        );
        for (var n = 1; n <= 3; n++)
            engine.Publish(To("ana", n, Start.AddHours(8)));
        engine.Lead();
        await EndDayAsync(engine);
        Assert.Equal(2, engine.Provider.Taken.Count);

        engine.Time.Advance(TimeSpan.FromHours(1));
        await EndDayAsync(engine);
        Assert.Equal(3, engine.Provider.Taken.Count);
    }

    [Fact]
    public async Task MailsThatOneCannotStandFor_GoAlone()
    {
        await using var engine = new EngineUnderTest(decidesAlways: false, coalesce: [Confirmation]);
        engine.Provider.Credits = 4;
        var due = Start.AddHours(8);
        engine.Publish(To("ana", 1, due));
        engine.Publish(To("ana", 2, due) with { Sender = new Recipient("Shop", "shop@example.com") });
        engine.Publish(To("ana", 3, due) with { ReplyTo = new Recipient("Shop", "shop@example.com") });
        engine.Publish(To("ana", 4, due) with { Attachments = [new Attachment("https://example.com/a.pdf", "a.pdf")] });
        engine.Publish(To("ana", 5, due) with { Sender = new Recipient("Shop", "shop@example.com") });
        engine.Lead();
        await EndDayAsync(engine);

        Assert.Equal([1, 2, 3, 4], engine.Provider.Taken.Select(t => (int)t.Mail.ToByteArray()[0]).Order());
        var along = Assert.Single(engine.Broker.Journal.OfType<JournalEvent.Coalesced>());
        Assert.Equal((IdOf(5), IdOf(2)), (along.Mail, along.With));
    }

    [Fact]
    public async Task MailThatIsCancelledOrReplaced_GoesWithNoOther()
    {
        await using var engine = new EngineUnderTest(decidesAlways: false, coalesce: [Confirmation]);
        engine.Provider.Credits = 1;
        var due = Start.AddHours(8);
        for (var n = 1; n <= 3; n++)
            engine.Publish(To("ana", n, due) with { Topic = $"mentoring-{n}" });
        engine.Publish(To("ana", 4, due) with { Topic = "mentoring-2" }, published: Start.AddSeconds(1));
        engine.Publish(
            new MailRequest
            {
                Id = IdOf(5),
                Recipient = new Recipient("Ana", "ana@example.com"),
                Topic = "mentoring-3",
                Cancel = true,
            },
            published: Start.AddSeconds(1)
        );
        engine.Lead();
        await EndDayAsync(engine);

        Assert.Equal([IdOf(1)], engine.Provider.Taken.Select(t => t.Mail));
        Assert.Equal([IdOf(4)], engine.Broker.Journal.OfType<JournalEvent.Coalesced>().Select(e => e.Mail));
    }

    private static MailRequest To(string person, int number, DateTimeOffset deadline) =>
        Request(IdOf(number), deadline, template: Confirmation) with
        {
            Recipient = new Recipient(person, $"{person}@example.com"),
        };

    private static async Task EndDayAsync(EngineUnderTest engine)
    {
        await engine.RestAsync();
        var now = engine.Time.GetUtcNow();
        engine.Due.Post(new RunRequest(RunKind.EndOfDay, now, now.AddHours(1)));
        await engine.RestAsync();
    }

    private static async Task PassAsync(EngineUnderTest engine, int hours)
    {
        // In steps that miss no last call.
        for (var minute = 0; minute < hours * 60; minute += 10)
            await engine.PassAsync(TimeSpan.FromMinutes(10));
    }
}
