using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace MailDispatcher.MailManager.Smtp;

/// <summary>One connection to the relay. Not safe for concurrent use.</summary>
internal sealed class SmtpConnection : IDisposable
{
    private readonly SmtpOptions _options;
    private readonly Client _client;

    public SmtpConnection(SmtpOptions options)
    {
        _options = options;
        _client = new Client(Dialogue)
        {
            // As .NET's own clients do it: a list that can't be fetched would stop all mail.
            CheckCertificateRevocation = false,
            Timeout = (int)options.Timeout.TotalMilliseconds,
        };
    }

    public SmtpDialogue Dialogue { get; } = new();

    /// <summary>Its end, if it has come, may not have been noticed yet.</summary>
    public bool IsOpen => _client.IsConnected;

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var security = _options.Tls switch
        {
            SmtpTls.None => SecureSocketOptions.None,
            SmtpTls.StartTls => SecureSocketOptions.StartTls,
            SmtpTls.Tls => SecureSocketOptions.SslOnConnect,
            _ => throw new InvalidOperationException("A way without a case."),
        };
        await _client.ConnectAsync(_options.Host, _options.Port, security, cancellationToken);
        // One command at a time, so that each refusal is known to be one's own; and DATA, whose end is one moment.
        _client.Capabilities &= ~(SmtpCapabilities.Pipelining | SmtpCapabilities.Chunking);
        // They need a token and no password.
        _client.AuthenticationMechanisms.Remove("XOAUTH2");
        _client.AuthenticationMechanisms.Remove("OAUTHBEARER");
        if (_options.Account is var (user, password))
            await _client.AuthenticateAsync(user, password, cancellationToken);
    }

    /// <summary>Hands one mail over. What came of it stands in the dialogue, whatever is thrown.</summary>
    public Task SendAsync(MimeMessage message, CancellationToken cancellationToken) =>
        _client.SendAsync(
            message,
            new MailboxAddress(null, _options.Sender.Email),
            message.To.Concat(message.Cc).Concat(message.Bcc).Cast<MailboxAddress>(),
            cancellationToken
        );

    public Task NoOpAsync(CancellationToken cancellationToken) => _client.NoOpAsync(cancellationToken);

    /// <summary>Says goodbye.</summary>
    public async Task CloseAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await _client.DisconnectAsync(quit: true, limit.Token);
        }
        catch (Exception e) when (SmtpOutcomes.IsOfTheWay(e))
        {
            // It is gone already.
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Whether the relay takes mail from our sender; nothing is sent.</summary>
    public async Task OfferAsync(CancellationToken cancellationToken)
    {
        var answer = await _client.SayAsync($"MAIL FROM:<{_options.Sender.Email}>", cancellationToken);
        if ((int)answer.StatusCode >= 300)
            throw new SmtpProtocolException("the sender is refused");
        await _client.SayAsync("RSET", cancellationToken);
    }

    public void Dispose() => _client.Dispose();

    private sealed class Client(IProtocolLogger dialogue) : SmtpClient(dialogue)
    {
        public Task<SmtpResponse> SayAsync(string command, CancellationToken cancellationToken) =>
            SendCommandAsync(command, cancellationToken);
    }
}
