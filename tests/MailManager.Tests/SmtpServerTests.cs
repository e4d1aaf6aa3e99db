using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Checks;
using MailDispatcher.MailManager.Smtp;
using MailDispatcher.MailManager.Tests.Peers;
using SmtpServer.Protocol;

namespace MailDispatcher.MailManager.Tests;

/// <summary>The same against a real server, encrypted and with an account.</summary>
public sealed class SmtpServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mails_SideBySide_ArriveOnceEach()
    {
        await using var server = new SmtpPeer();
        await using var program = new ProgramWithRelay(server.Port);
        var mails = Enumerable.Range(0, 40).Select(_ => Mails.Any()).ToList();
        var outcomes = await Task.WhenAll(mails.Select(mail => program.Provider.SendAsync(mail, Token)));
        Assert.All(outcomes, outcome => Assert.IsType<SendOutcome.Accepted>(outcome));
        Assert.Equal(
            mails.Select(m => $"{m.Id:D}@sender.example").Order(),
            server.Messages.Select(m => m.MessageId).Order()
        );
        Assert.IsType<SendersCheck.AllActive>(await program.Check.CheckSendersAsync(Token));
    }

    [Theory]
    [InlineData(SmtpReplyCode.MailboxUnavailable, SendOutcomeKind.Refused)]
    [InlineData(SmtpReplyCode.InsufficientStorage, SendOutcomeKind.NotTaken)]
    public async Task Recipient_ThatTheServerRefuses_IsTheMailsOwnFault(SmtpReplyCode code, SendOutcomeKind kind)
    {
        await using var server = new SmtpPeer { Recipient = code };
        await using var program = new ProgramWithRelay(server.Port);
        Assert.Equal(kind, (await program.Provider.SendAsync(Mails.Any(), Token)).Kind);
        server.Recipient = SmtpReplyCode.Ok;
        Assert.IsType<SendOutcome.Accepted>(await program.Provider.SendAsync(Mails.Any(), Token));
    }

    [Fact]
    public async Task Sender_ThatTheServerRefuses_IsTheAccountsFault()
    {
        await using var server = new SmtpPeer { Sender = SmtpReplyCode.MailboxUnavailable };
        await using var program = new ProgramWithRelay(server.Port);
        Assert.IsType<SendOutcome.AccountFault>(await program.Provider.SendAsync(Mails.Any(), Token));
        Assert.IsType<SendersCheck.NoneActive>(await program.Check.CheckSendersAsync(Token));
        Assert.IsType<AccountCheck.Ready>(await program.Check.CheckAccountAsync(Token));
    }

    [Theory]
    [InlineData(SmtpReplyCode.TransactionFailed, SendOutcomeKind.Refused)]
    [InlineData(SmtpReplyCode.Aborted, SendOutcomeKind.NotTaken)]
    public async Task Content_ThatTheServerRefuses_WasNotTaken(SmtpReplyCode code, SendOutcomeKind kind)
    {
        await using var server = new SmtpPeer { Content = code };
        await using var program = new ProgramWithRelay(server.Port);
        Assert.Equal(kind, (await program.Provider.SendAsync(Mails.Any(), Token)).Kind);
    }

    [Fact]
    public async Task Server_ThatIsSlowToAnswerAMail_LeavesItUncertain()
    {
        await using var server = new SmtpPeer { Pause = TimeSpan.FromSeconds(3) };
        await using var program = new ProgramWithRelay(server.Port, timeout: 1);
        Assert.IsType<SendOutcome.Uncertain>(await program.Provider.SendAsync(Mails.Any(), Token));
    }

    [Fact]
    public async Task Password_ThatIsWrong_IsTheAccountsFault()
    {
        await using var server = new SmtpPeer { Password = "another" };
        await using var program = new ProgramWithRelay(server.Port);
        Assert.IsType<SendOutcome.AccountFault>(await program.Provider.SendAsync(Mails.Any(), Token));
        Assert.IsType<AccountCheck.KeyRefused>(await program.Check.CheckAccountAsync(Token));
        Assert.DoesNotContain(ProgramWithRelay.Password, program.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SmtpTls.StartTls)]
    [InlineData(SmtpTls.Tls)]
    public async Task Certificate_ThatNobodyVouchesFor_IsRefused_BeforeAnySecretIsSaid(SmtpTls tls)
    {
        await using var server = new SmtpPeer(tls);
        await using var program = new ProgramWithRelay(server.Port, tls: tls, host: "localhost");
        var fault = Assert.IsType<SendOutcome.AccountFault>(await program.Provider.SendAsync(Mails.Any(), Token));
        Assert.Equal("tls_refused", fault.Code);
        Assert.Empty(server.Logins);
        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task StartTls_ThatTheRelayDoesNotOffer_SendsNothing()
    {
        await using var server = new SmtpPeer();
        await using var program = new ProgramWithRelay(server.Port, tls: SmtpTls.StartTls);
        var fault = Assert.IsType<SendOutcome.AccountFault>(await program.Provider.SendAsync(Mails.Any(), Token));
        Assert.Equal("not_offered", fault.Code);
        Assert.Empty(server.Logins);
    }
}
