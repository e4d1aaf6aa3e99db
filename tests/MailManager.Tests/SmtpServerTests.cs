using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Checks;
using MailDispatcher.MailManager.Smtp;
using MailDispatcher.MailManager.Tests.Peers;
using MailDispatcher.TestKit;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace MailDispatcher.MailManager.Tests;

/// <summary>The same against a real server, encrypted and with an account.</summary>
public sealed class SmtpServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mails_SideBySide_ArriveOnceEach()
    {
        await using var server = new Server();
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
        await using var server = new Server { Recipient = code };
        await using var program = new ProgramWithRelay(server.Port);
        Assert.Equal(kind, (await program.Provider.SendAsync(Mails.Any(), Token)).Kind);
        server.Recipient = SmtpReplyCode.Ok;
        Assert.IsType<SendOutcome.Accepted>(await program.Provider.SendAsync(Mails.Any(), Token));
    }

    [Fact]
    public async Task Sender_ThatTheServerRefuses_IsTheAccountsFault()
    {
        await using var server = new Server { Sender = SmtpReplyCode.MailboxUnavailable };
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
        await using var server = new Server { Content = code };
        await using var program = new ProgramWithRelay(server.Port);
        Assert.Equal(kind, (await program.Provider.SendAsync(Mails.Any(), Token)).Kind);
    }

    [Fact]
    public async Task Server_ThatIsSlowToAnswerAMail_LeavesItUncertain()
    {
        await using var server = new Server { Pause = TimeSpan.FromSeconds(3) };
        await using var program = new ProgramWithRelay(server.Port, timeout: 1);
        Assert.IsType<SendOutcome.Uncertain>(await program.Provider.SendAsync(Mails.Any(), Token));
    }

    [Fact]
    public async Task Password_ThatIsWrong_IsTheAccountsFault()
    {
        await using var server = new Server { Password = "another" };
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
        await using var server = new Server(tls);
        await using var program = new ProgramWithRelay(server.Port, tls: tls, host: "localhost");
        var fault = Assert.IsType<SendOutcome.AccountFault>(await program.Provider.SendAsync(Mails.Any(), Token));
        Assert.Equal("tls_refused", fault.Code);
        Assert.Empty(server.Logins);
        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task StartTls_ThatTheRelayDoesNotOffer_SendsNothing()
    {
        await using var server = new Server();
        await using var program = new ProgramWithRelay(server.Port, tls: SmtpTls.StartTls);
        var fault = Assert.IsType<SendOutcome.AccountFault>(await program.Provider.SendAsync(Mails.Any(), Token));
        Assert.Equal("not_offered", fault.Code);
        Assert.Empty(server.Logins);
    }

    private sealed class Server : MessageStore, IMailboxFilter, IUserAuthenticator, IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly ConcurrentQueue<MimeMessage> _messages = new();
        private readonly ConcurrentQueue<string> _logins = new();
        private readonly X509Certificate2? _certificate;
        private readonly Task _running;

        public Server(SmtpTls tls = SmtpTls.None)
        {
            _certificate = tls == SmtpTls.None ? null : SelfSigned();
            var options = new SmtpServerOptionsBuilder()
                .ServerName("relay.example")
                .Endpoint(endpoint =>
                {
                    endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port)).IsSecure(tls == SmtpTls.Tls);
                    endpoint.AllowUnsecureAuthentication(tls == SmtpTls.None);
                    if (_certificate is not null)
                        endpoint.Certificate(_certificate);
                })
                .Build();
            var services = new SmtpServer.ComponentModel.ServiceProvider();
            services.Add((IMessageStore)this);
            services.Add((IMailboxFilter)this);
            services.Add((IUserAuthenticator)this);
            _running = new SmtpServer.SmtpServer(options, services).StartAsync(_stop.Token);
        }

        public int Port { get; } = FreePort.Next();

        public SmtpReplyCode Sender { get; set; } = SmtpReplyCode.Ok;

        public SmtpReplyCode Recipient { get; set; } = SmtpReplyCode.Ok;

        public SmtpReplyCode Content { get; set; } = SmtpReplyCode.Ok;

        public TimeSpan Pause { get; set; }

        public string Password { get; set; } = ProgramWithRelay.Password;

        public IReadOnlyCollection<MimeMessage> Messages => _messages;

        public IReadOnlyCollection<string> Logins => _logins;

        public override async Task<SmtpResponse> SaveAsync(
            ISessionContext context,
            IMessageTransaction transaction,
            ReadOnlySequence<byte> buffer,
            CancellationToken cancellationToken
        )
        {
            await Task.Delay(Pause, cancellationToken);
            if (Content != SmtpReplyCode.Ok)
                return new SmtpResponse(Content, "as the test says");
            using var content = new MemoryStream(buffer.ToArray());
            _messages.Enqueue(await MimeMessage.LoadAsync(content, cancellationToken));
            return SmtpResponse.Ok;
        }

        public Task<bool> CanAcceptFromAsync(
            ISessionContext context,
            IMailbox from,
            int size,
            CancellationToken cancellationToken
        ) => JudgeAsync(Sender);

        public Task<bool> CanDeliverToAsync(
            ISessionContext context,
            IMailbox to,
            IMailbox from,
            CancellationToken cancellationToken
        ) => JudgeAsync(Recipient);

        public Task<bool> AuthenticateAsync(
            ISessionContext context,
            string user,
            string password,
            CancellationToken cancellationToken
        )
        {
            _logins.Enqueue(user);
            return Task.FromResult(password == Password);
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running;
            _stop.Dispose();
            _certificate?.Dispose();
        }

        private static Task<bool> JudgeAsync(SmtpReplyCode code) =>
            code == SmtpReplyCode.Ok
                ? Task.FromResult(true)
                : throw new SmtpResponseException(new SmtpResponse(code, "as the test says"));

        private static X509Certificate2 SelfSigned()
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest(
                "CN=localhost",
                key,
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1
            );
            var now = TimeProvider.System.GetUtcNow();
            using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        }
    }
}
