using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Tests.Peers;

namespace MailDispatcher.MailManager.Tests;

/// <summary>What a relay's words, its silence and its end mean for a mail, at each point of the dialogue.</summary>
public sealed class SmtpOutcomeTests : IAsyncDisposable
{
    private const string Cut = ScriptedRelay.Cut;
    private const string Silence = ScriptedRelay.Silence;

    private readonly ScriptedRelay _relay = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _relay.DisposeAsync();

    [Theory]
    [InlineData("CONNECT", "421 4.3.2 too busy", SendOutcomeKind.NotTaken)]
    [InlineData("CONNECT", "554 5.7.1 not from there", SendOutcomeKind.AccountFault)]
    [InlineData("AUTH", "454 4.7.0 later", SendOutcomeKind.NotTaken)]
    [InlineData("AUTH", "535 5.7.8 wrong", SendOutcomeKind.AccountFault)]
    [InlineData("MAIL", "451 4.3.0 later", SendOutcomeKind.NotTaken)]
    [InlineData("MAIL", "421 4.3.2 going down", SendOutcomeKind.NotTaken)]
    [InlineData("MAIL", "550 5.1.8 no such sender", SendOutcomeKind.AccountFault)]
    [InlineData("MAIL", "530 5.7.0 authenticate", SendOutcomeKind.AccountFault)]
    [InlineData("MAIL", "552 5.3.4 too large", SendOutcomeKind.Refused)]
    [InlineData("RCPT", "450 4.2.1 greylisted", SendOutcomeKind.NotTaken)]
    [InlineData("RCPT", "550 5.1.1 no such user", SendOutcomeKind.Refused)]
    [InlineData("RCPT", "554 5.7.1 Relay access denied", SendOutcomeKind.AccountFault)]
    [InlineData("DATA", "451 4.3.0 later", SendOutcomeKind.NotTaken)]
    [InlineData("DATA", "554 5.5.1 no", SendOutcomeKind.Refused)]
    [InlineData("CONTENT", "451 4.3.0 disk full", SendOutcomeKind.NotTaken)]
    [InlineData("CONTENT", "554 5.7.1 looks like spam", SendOutcomeKind.Refused)]
    [InlineData("CONTENT", "it was fine I think", SendOutcomeKind.Uncertain)]
    [InlineData("CONTENT", "354 more", SendOutcomeKind.Uncertain)]
    [InlineData("CONNECT", Cut, SendOutcomeKind.NotTaken)]
    [InlineData("EHLO", Cut, SendOutcomeKind.NotTaken)]
    [InlineData("AUTH", Cut, SendOutcomeKind.NotTaken)]
    [InlineData("MAIL", Cut, SendOutcomeKind.NotTaken)]
    [InlineData("RCPT", Cut, SendOutcomeKind.NotTaken)]
    [InlineData("DATA", Cut, SendOutcomeKind.NotTaken)]
    [InlineData("354", Cut, SendOutcomeKind.Uncertain)]
    [InlineData("CONTENT", Cut, SendOutcomeKind.Uncertain)]
    [InlineData("CONNECT", Silence, SendOutcomeKind.NotTaken)]
    [InlineData("AUTH", Silence, SendOutcomeKind.NotTaken)]
    [InlineData("RCPT", Silence, SendOutcomeKind.NotTaken)]
    [InlineData("DATA", Silence, SendOutcomeKind.NotTaken)]
    [InlineData("CONTENT", Silence, SendOutcomeKind.Uncertain)]
    public async Task Fault_AtACommand_IsJudgedByWhetherTheMailMayBeTaken(
        string command,
        string answer,
        SendOutcomeKind kind
    )
    {
        _relay.At(command, answer);
        await using var program = new ProgramWithRelay(_relay.Port, timeout: answer == Silence ? 3 : 10);
        var outcome = await program.Provider.SendAsync(Mails.Any(), Token);
        Assert.Equal(kind, outcome.Kind);
        Assert.Equal(command == "CONTENT" ? 1 : 0, _relay.Mails.Count);
        // And the next one goes, where the fault has passed.
        _relay.Mend();
        Assert.IsType<SendOutcome.Accepted>(await program.Provider.SendAsync(Mails.Any(), Token));
    }

    [Theory]
    [InlineData("RCPT", "450 4.2.1 greylisted", true)]
    [InlineData("RCPT", "451 4.7.1 greylisted", true)]
    [InlineData("RCPT", "452 4.3.1 disk full", false)]
    [InlineData("RCPT", "421 4.3.2 going down", false)]
    [InlineData("MAIL", "451 4.3.0 later", false)]
    public async Task MailPutOff_ForItsRecipientAlone_IsToldFromARelayInTrouble(
        string command,
        string answer,
        bool isOfRecipient
    )
    {
        _relay.At(command, answer);
        await using var program = new ProgramWithRelay(_relay.Port);
        var outcome = await program.Provider.SendAsync(Mails.Any(), Token);
        Assert.Equal(isOfRecipient, Assert.IsType<SendOutcome.NotTaken>(outcome).IsOfRecipient);
    }

    [Theory]
    [InlineData("250 2.0.0 queued", SendOutcomeKind.Accepted)]
    [InlineData("554 5.7.1 no", SendOutcomeKind.Refused)]
    [InlineData("451 4.7.1 later", SendOutcomeKind.NotTaken)]
    public async Task Answer_BeforeTheConnectionBreaks_Counts(string answer, SendOutcomeKind kind)
    {
        _relay.At("CONTENT", answer);
        _relay.EndsAfterAMail = true;
        await using var program = new ProgramWithRelay(_relay.Port);
        Assert.Equal(kind, (await program.Provider.SendAsync(Mails.Any(), Token)).Kind);
    }

    [Fact]
    public async Task Relay_ThatIsNotThere_TakesNothing()
    {
        var port = _relay.Port;
        await _relay.DisposeAsync();
        await using var program = new ProgramWithRelay(port);
        Assert.IsType<SendOutcome.NotTaken>(await program.Provider.SendAsync(Mails.Any(), Token));
        Assert.IsType<CreditsReading.Unknown>(await program.Provider.ReadCreditsAsync(Token));
    }

    [Fact]
    public async Task Mails_OneAfterTheOther_ShareAConnection()
    {
        await using var program = new ProgramWithRelay(_relay.Port);
        for (var n = 0; n < 5; n++)
            Assert.IsType<SendOutcome.Accepted>(await program.Provider.SendAsync(Mails.Any(), Token));
        Assert.Equal((1, 5), (_relay.Connections, _relay.Mails.Count));
    }

    [Fact]
    public async Task Connection_ThatEndedWhileItIdled_CostsNoMail()
    {
        _relay.EndsAfterAMail = true;
        await using var program = new ProgramWithRelay(_relay.Port);
        for (var n = 0; n < 5; n++)
            Assert.IsType<SendOutcome.Accepted>(await program.Provider.SendAsync(Mails.Any(), Token));
        Assert.Equal(5, _relay.Mails.Count);
    }

    [Fact]
    public async Task Credits_OfARelay_AreUncounted_AndARefusedAccountIsAFault()
    {
        await using var program = new ProgramWithRelay(_relay.Port);
        Assert.IsType<CreditsReading.Uncounted>(await program.Provider.ReadCreditsAsync(Token));
        _relay.At("AUTH", "535 5.7.8 wrong");
        await using var refused = new ProgramWithRelay(_relay.Port);
        var reading = Assert.IsType<CreditsReading.Unknown>(await refused.Provider.ReadCreditsAsync(Token));
        Assert.True(reading.IsAccountFault);
    }

    [Fact]
    public async Task UncertainMail_CanBeAskedOfNobody()
    {
        await using var program = new ProgramWithRelay(_relay.Port);
        Assert.Equal((TimeSpan.Zero, null), (program.Provider.Terms.KeyHolds, program.Provider.Terms.LogLags));
        Assert.IsType<EventLogAnswer.Unknown>(await program.Provider.FindAsync(Guid.NewGuid(), default, Token));
    }

    [Fact]
    public async Task Log_HoldsNoPersonAndNoPassword()
    {
        await using var program = new ProgramWithRelay(_relay.Port);
        await program.Provider.SendAsync(Mails.Any(), Token);
        _relay.At("RCPT", $"550 5.1.1 <{Mails.Address}> unknown here");
        var refused = Assert.IsType<SendOutcome.Refused>(await program.Provider.SendAsync(Mails.Any(), Token));
        Assert.DoesNotContain(Mails.Address, refused.Message, StringComparison.OrdinalIgnoreCase);
        var log = program.Log.Text;
        Assert.NotEmpty(log);
        foreach (var secret in new[] { Mails.Address, Mails.Name, ProgramWithRelay.Password })
            Assert.DoesNotContain(secret, log, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Cancellation_IsAnException()
    {
        _relay.At("MAIL", Silence);
        await using var program = new ProgramWithRelay(_relay.Port);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            program.Provider.SendAsync(Mails.Any(), stop.Token)
        );
    }
}
