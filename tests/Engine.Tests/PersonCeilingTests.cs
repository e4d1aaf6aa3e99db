using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Suppression;
using static MailDispatcher.Engine.Tests.EngineUnderTest;

namespace MailDispatcher.Engine.Tests;

/// <summary>One person gets no more mails than the ceiling allows; the rest waits and goes on by itself.</summary>
public sealed class PersonCeilingTests
{
    private static readonly AddressKeys Keys = new([new string('k', AddressKeys.ShortestSecret)]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SixtyMailsOfOneTemplate_InOneSecond_AreHeldAfterFiveAndGoOnHourByHour(bool decidesAlways)
    {
        await using var engine = Storm(decidesAlways, 60);
        engine.Publish(ToBob(1000));
        engine.Lead();
        await engine.RestAsync();
        await RunAsync(engine, decidesAlways);
        Assert.Equal(5, ToAna(engine));
        Assert.Contains(IdOf(1000), engine.Provider.Taken.Select(t => t.Mail));
        var held = engine.Loop.View!.HeldPerPerson;
        Assert.Equal(55, held.Count);
        Assert.All(held, hold => Assert.Equal((true, Start.AddHours(1)), (hold.IsStorm, hold.Until)));

        // A restart forgets nothing.
        await engine.StopAsync();
        engine.Lead();
        await engine.RestAsync();
        await RunAsync(engine, decidesAlways);
        Assert.Equal(5, ToAna(engine));
        Assert.Equal(55, engine.Loop.View!.HeldPerPerson.Count);

        for (var hour = 2; hour <= 4; hour++)
        {
            await engine.PassAsync(Start.AddHours(hour - 1).AddMinutes(1) - engine.Time.GetUtcNow());
            await RunAsync(engine, decidesAlways);
            Assert.Equal(5 * hour, ToAna(engine));
        }

        // The day's ceiling holds from then on.
        await engine.PassAsync(Start.AddHours(5) - engine.Time.GetUtcNow());
        await RunAsync(engine, decidesAlways);
        Assert.Equal(20, ToAna(engine));
        Assert.All(engine.Loop.View!.HeldPerPerson, hold => Assert.Equal(Start.AddHours(12), hold.Until));
        await engine.PassAsync(Start.AddHours(12).AddMinutes(1) - engine.Time.GetUtcNow());
        await RunAsync(engine, decidesAlways);
        Assert.Equal(25, ToAna(engine));
        Assert.DoesNotContain("ana@example.com", string.Join('\n', engine.Broker.Journal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HeldMail_WhoseDeadlinePasses_ExpiresAsAlways()
    {
        await using var engine = new EngineUnderTest(addresses: Keys, perRecipient: "5/day");
        for (var n = 1; n <= 8; n++)
            engine.Publish(Request(IdOf(n), Start.AddHours(2)));
        engine.Lead();
        await engine.RestAsync();
        await engine.PassAsync(TimeSpan.FromHours(3));
        Assert.Equal(5, engine.Provider.Taken.Count);
        Assert.Equal(3, engine.Broker.Journal.OfType<JournalEvent.Expired>().Count());
        Assert.Empty(engine.Loop.View!.HeldPerPerson);
        Assert.Equal(0, engine.Broker.Ready);
    }

    [Fact]
    public async Task BusyDay_OfSeveralTemplates_IsHeldAndNoStorm()
    {
        await using var engine = new EngineUnderTest(addresses: Keys, perRecipient: "5/hour");
        int[] templates = [7, 9, 10, 11];
        for (var n = 0; n < 8; n++)
            engine.Publish(Request(IdOf(n + 1), Start.AddHours(5), template: templates[n % 4]));
        engine.Lead();
        await engine.RestAsync();
        Assert.Equal(5, engine.Provider.Taken.Count);
        Assert.Equal(3, engine.Loop.View!.HeldPerPerson.Count);
        Assert.DoesNotContain(engine.Loop.View!.HeldPerPerson, hold => hold.IsStorm);
        await engine.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(8, engine.Provider.Taken.Count);
        Assert.Empty(engine.Loop.View!.HeldPerPerson);
    }

    [Fact]
    public async Task MailsThatComeOneByOne_OntoAFullCeiling_AreAStormWhenThereAreTooMany()
    {
        await using var engine = new EngineUnderTest(addresses: Keys, perRecipient: "5/hour");
        int[] templates = [7, 9, 10, 7, 9];
        for (var n = 0; n < 5; n++)
            engine.Publish(Request(IdOf(n + 1), Start.AddHours(5), template: templates[n]));
        engine.Lead();
        await engine.RestAsync();
        Assert.Equal(5, engine.Provider.Taken.Count);
        for (var n = 1; n <= 6; n++)
        {
            Assert.DoesNotContain(engine.Loop.View!.HeldPerPerson, hold => hold.IsStorm);
            engine.Publish(Request(IdOf(10 + n), Start.AddHours(5), template: 11));
            await engine.RestAsync();
        }

        Assert.Equal(6, engine.Loop.View!.HeldPerPerson.Count);
        Assert.All(engine.Loop.View!.HeldPerPerson, hold => Assert.True(hold.IsStorm));
    }

    [Fact]
    public async Task HeldMails_GoOnlySoManyInAnHour_AndTheRestMisses()
    {
        await using var engine = new EngineUnderTest(addresses: Keys, perRecipient: "2/hour");
        for (var n = 1; n <= 9; n++)
            engine.Publish(Request(IdOf(n), Start.AddHours(2.5)));
        engine.Lead();
        await engine.RestAsync();
        Assert.Equal(2, engine.Provider.Taken.Count);
        Assert.Equal(
            [Start.AddHours(1), Start.AddHours(1), Start.AddHours(2), Start.AddHours(2), null, null, null],
            engine.Loop.View!.HeldPerPerson.Select(hold => hold.GoesAt).OrderBy(at => at ?? DateTimeOffset.MaxValue)
        );

        for (var hour = 1; hour <= 3; hour++)
            await engine.PassAsync(Start.AddHours(hour).AddMinutes(1) - engine.Time.GetUtcNow());
        Assert.Equal(6, engine.Provider.Taken.Count);
        Assert.Equal(3, engine.Broker.Journal.OfType<JournalEvent.Expired>().Count());
    }

    [Fact]
    public async Task ExceptedTemplate_IsNeitherHeldNorCounted()
    {
        await using var engine = new EngineUnderTest(addresses: Keys, perRecipient: "5/hour");
        for (var n = 1; n <= 20; n++)
            engine.Publish(Request(IdOf(n), Start.AddHours(5), template: AlwaysTried));
        engine.Lead();
        await engine.RestAsync();
        Assert.Equal(20, engine.Provider.Taken.Count);
        for (var n = 21; n <= 27; n++)
            engine.Publish(Request(IdOf(n), Start.AddHours(5)));
        await engine.RestAsync();
        Assert.Equal(25, engine.Provider.Taken.Count);
        Assert.Equal(2, engine.Loop.View!.HeldPerPerson.Count);
    }

    [Fact]
    public async Task Mail_ThatWasCertainlyNotTaken_LeavesItsPlaceToAnother()
    {
        await using var engine = new EngineUnderTest(addresses: Keys, perRecipient: "2/day");
        engine.Provider.Inactive.Add(9);
        engine.Publish(Request(IdOf(1), Start.AddHours(2), template: 9));
        engine.Publish(Request(IdOf(2), Start.AddHours(2)));
        engine.Publish(Request(IdOf(3), Start.AddHours(3)));
        engine.Lead();
        await engine.RestAsync();
        await engine.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal([IdOf(2), IdOf(3)], engine.Provider.Taken.Select(t => t.Mail).Order());
    }

    [Fact]
    public async Task CancelRequest_WithdrawsWhatIsHeld()
    {
        await using var engine = new EngineUnderTest(addresses: Keys, perRecipient: "1/hour");
        for (var n = 1; n <= 3; n++)
            engine.Publish(Request(IdOf(n), Start.AddHours(5), topic: $"t{n}"));
        engine.Lead();
        await engine.RestAsync();
        var held = engine.Loop.View!.HeldPerPerson;
        Assert.Equal(2, held.Count);
        var number = Enumerable.Range(1, 3).First(n => IdOf(n) == held[0].Mail);
        engine.Publish(Request(IdOf(10), Start, topic: $"t{number}", cancel: true));
        await engine.RestAsync();
        Assert.Equal(Settlement.Superseded, engine.Fold().Find(held[0].Mail)?.Settled);
        Assert.Single(engine.Loop.View!.HeldPerPerson);
    }

    private static EngineUnderTest Storm(bool decidesAlways, int mails)
    {
        var engine = new EngineUnderTest(decidesAlways: decidesAlways, addresses: Keys, perRecipient: "5/hour 20/day");
        for (var n = 1; n <= mails; n++)
            engine.Publish(Request(IdOf(n), Start.AddDays(2)));
        return engine;
    }

    private static MailRequest ToBob(int number) =>
        Request(IdOf(number), Start.AddDays(3)) with
        {
            Recipient = new Recipient("Bob", "bob@example.com"),
        };

    private static int ToAna(EngineUnderTest engine) => engine.Provider.Taken.Count(t => t.Mail != IdOf(1000));

    private static async Task RunAsync(EngineUnderTest engine, bool decidesAlways)
    {
        if (decidesAlways)
            return;
        var now = engine.Time.GetUtcNow();
        engine.Due.Post(new RunRequest(RunKind.Hourly, now, now.AddMinutes(50)));
        await engine.RestAsync();
    }
}
