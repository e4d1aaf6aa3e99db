using System.Text;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Provider;
using static MailDispatcher.Engine.Tests.EngineUnderTest;

namespace MailDispatcher.Engine.Tests;

/// <summary>The provider is changed while nobody knows whether the former one took a mail.</summary>
public sealed class ProviderChangeTests
{
    private static readonly ProviderTerms Relay = new()
    {
        Kind = ProviderKind.Smtp,
        KeyHolds = TimeSpan.Zero,
        LogLags = null,
    };

    [Fact]
    public async Task MailThatTheRelayMayHave_IsNotSentOverTheOtherProvider_AndParkedAfterAQuarterOfAnHour()
    {
        await using var engine = new EngineUnderTest();
        await AttemptWithoutAnswerAsync(engine, Relay);
        engine.Provider.Terms = ProviderTerms.Brevo;
        // As if nothing had arrived: to this provider it would be a new mail.
        engine.Provider.Forget();
        engine.Lead();
        await engine.PassAsync(TimeSpan.FromMinutes(14));
        Assert.Empty(engine.Broker.Parked);
        Assert.True(engine.Fold().Find(IdOf(1))!.IsUncertain);

        await engine.PassAsync(TimeSpan.FromMinutes(2));
        await engine.PassAsync(TimeSpan.FromHours(1));
        var (_, note) = Assert.Single(engine.Broker.Parked);
        Assert.Equal((IdOf(1), "uncertain"), (note.Mail, note.Cause));
        Assert.Contains("in the relay's log", note.Reason, StringComparison.Ordinal);
        Assert.Equal([IdOf(1), IdOf(2)], engine.Provider.Taken.Select(taken => taken.Mail));
    }

    [Fact]
    public async Task MailThatBrevoMayHave_IsSettledOnceBrevoIsSetAgain()
    {
        await using var engine = new EngineUnderTest();
        await AttemptWithoutAnswerAsync(engine, ProviderTerms.Brevo);
        engine.Provider.Terms = Relay;
        engine.Lead();
        await engine.PassAsync(TimeSpan.FromMinutes(12));
        await engine.StopAsync();
        engine.Provider.Terms = ProviderTerms.Brevo;
        engine.Lead();
        for (var minute = 0; minute < 20; minute++)
            await engine.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Empty(engine.Broker.Parked);
        Assert.Equal(Settlement.Sent, engine.Fold().Find(IdOf(1))!.Settled);
        Assert.Single(engine.Provider.Taken, taken => taken.Mail == IdOf(1));
    }

    [Fact]
    public async Task HoldingTime_BeginsWithWhoLeadsWithTheOtherProvider()
    {
        await using var engine = new EngineUnderTest();
        await AttemptWithoutAnswerAsync(engine, ProviderTerms.Brevo);
        engine.Time.Advance(TimeSpan.FromHours(3));
        engine.Provider.Terms = Relay;
        engine.Lead();
        await engine.PassAsync(TimeSpan.FromMinutes(10));
        Assert.Empty(engine.Broker.Parked);
        await engine.PassAsync(TimeSpan.FromMinutes(6));
        Assert.Contains("in Brevo's log", Assert.Single(engine.Broker.Parked).Note.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Attempt_NamesItsProvider_AndOneWithoutANameWentToTheFirst()
    {
        Assert.Contains("\"provider\":\"smtp\"", Json(ProviderKind.Smtp), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("provider", Json(ProviderKind.Brevo), StringComparison.OrdinalIgnoreCase);
        foreach (var kind in Enum.GetValues<ProviderKind>())
        {
            var read = EventCodec.Decode(Encoding.UTF8.GetBytes(Json(kind)));
            Assert.Equal(kind, Assert.IsType<JournalEvent.Attempted>(read).Provider);
        }
    }

    // Mail 1 gets no answer; mail 2 comes when another one leads.
    private static async Task AttemptWithoutAnswerAsync(EngineUnderTest engine, ProviderTerms terms)
    {
        engine.Provider.Terms = terms;
        engine.Provider.Unanswered.Add(IdOf(1));
        engine.Publish(Request(IdOf(1), Start.AddDays(1)));
        engine.Lead();
        for (var second = 0; second < 60 && engine.Provider.Taken.Count == 0; second++)
            await engine.PassAsync(TimeSpan.FromSeconds(1));
        await engine.StopAsync();
        Assert.True(engine.Fold().Find(IdOf(1))!.IsUncertain);
        engine.Publish(Request(IdOf(2), Start.AddDays(2)));
    }

    private static string Json(ProviderKind kind) =>
        Encoding.UTF8.GetString(
            EventCodec.Encode(
                new JournalEvent.Attempted
                {
                    At = Start,
                    Mail = IdOf(1),
                    Key = IdOf(1),
                    Urgency = 200,
                    Template = 11,
                    Provider = kind,
                }
            )
        );
}
