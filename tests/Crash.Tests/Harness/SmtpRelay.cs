using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailDispatcher.TestKit;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace MailDispatcher.Crash.Tests.Harness;

/// <summary>A relay that speaks SMTP, asks for an account, and notes the id of each mail that it took.</summary>
internal sealed class SmtpRelay : MessageStore, IUserAuthenticator, IAsyncDisposable
{
    private const string Password = "relay-password";

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Guid> _taken = new();
    private readonly X509Certificate2? _certificate;
    private readonly Task _running;

    /// <param name="encrypted">From the STARTTLS command on, with a certificate that only <see cref="Authority"/>
    /// vouches for.</param>
    public SmtpRelay(bool encrypted = false)
    {
        _certificate = encrypted ? SelfSigned() : null;
        var options = new SmtpServerOptionsBuilder()
            .ServerName("relay.example")
            .Endpoint(endpoint =>
            {
                endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port));
                endpoint.AllowUnsecureAuthentication(!encrypted).AuthenticationRequired();
                if (_certificate is not null)
                    endpoint.Certificate(_certificate);
            })
            .Build();
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add((IMessageStore)this);
        services.Add((IUserAuthenticator)this);
        _running = new SmtpServer.SmtpServer(options, services).StartAsync(_stop.Token);
    }

    public int Port { get; } = FreePort.Next();

    /// <summary>How long it thinks about each mail before it answers.</summary>
    public TimeSpan Pause { get; set; }

    /// <summary>Mail ids, each time that it took one.</summary>
    public IReadOnlyList<Guid> Taken => [.. _taken];

    /// <summary>Its certificate as a file's text; empty for one that does not encrypt.</summary>
    public string Authority => _certificate?.ExportCertificatePem() ?? "";

    /// <summary>The settings of a daemon that sends over it.</summary>
    public (string Name, string Value)[] Settings =>
        [
            ("Provider__Kind", "smtp"),
            ("Smtp__Host", "localhost"),
            ("Smtp__Port", Port.ToString(CultureInfo.InvariantCulture)),
            ("Smtp__Tls", _certificate is null ? "none" : "starttls"),
            ("Smtp__User", "dispatcher"),
            ("Smtp__Password", Password),
            ("Smtp__Sender", "mentoring@sender.example"),
            ("Smtp__Templates", Path.Combine(RepositoryRoot.Path, "examples", "templates")),
            ("Dispatch__Allowance", "100000/day"),
        ];

    public override async Task<SmtpResponse> SaveAsync(
        ISessionContext context,
        IMessageTransaction transaction,
        ReadOnlySequence<byte> buffer,
        CancellationToken cancellationToken
    )
    {
        using var content = new MemoryStream(buffer.ToArray());
        var message = await MimeMessage.LoadAsync(content, CancellationToken.None);
        _taken.Enqueue(Guid.Parse(message.MessageId!.Split('@')[0], CultureInfo.InvariantCulture));
        await Task.Delay(Pause, cancellationToken);
        return SmtpResponse.Ok;
    }

    public Task<bool> AuthenticateAsync(
        ISessionContext context,
        string user,
        string password,
        CancellationToken cancellationToken
    ) => Task.FromResult(password == Password);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        _certificate?.Dispose();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
