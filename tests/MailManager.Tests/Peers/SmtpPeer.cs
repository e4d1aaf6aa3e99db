using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailDispatcher.MailManager.Smtp;
using MailDispatcher.TestKit;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace MailDispatcher.MailManager.Tests.Peers;

/// <summary>A server that takes mail over SMTP, or says no as told.</summary>
internal sealed class SmtpPeer : MessageStore, IMailboxFilter, IUserAuthenticator, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<MimeMessage> _messages = new();
    private readonly ConcurrentQueue<string> _logins = new();
    private readonly X509Certificate2? _certificate;
    private readonly Task _running;

    public SmtpPeer(SmtpTls tls = SmtpTls.None)
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
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
