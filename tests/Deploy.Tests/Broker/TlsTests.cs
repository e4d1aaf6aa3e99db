using MailDispatcher.Client;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.Deploy.Tests.Broker;

/// <summary>
/// <c>amqps://</c> to a broker whose certificate an own authority has signed: trusted when told so, else refused.
/// </summary>
[Collection(nameof(ConfiguredBroker))]
public sealed class TlsTests(ConfiguredBroker broker)
{
    [Fact]
    public async Task Daemon_ToldOfTheAuthority_WorksOverTls()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions(),
            TimeProvider.System,
            cancellation
        );
        await using var publisher = new MailPublisher(
            new MailPublisherOptions { CreateQueues = true, Broker = broker.UriOf("publisher") }
        );
        var published = await Task.WhenAll(
            publisher.PublishAsync(Mail.To("ana"), cancellation),
            publisher.PublishAsync(Mail.To("bruno"), cancellation)
        );
        await using var daemon = DaemonUnderTest.Start(
            Tls("dispatcher", "localhost"),
            sandbox.Url,
            new Dictionary<string, string?>
            {
                ["SSL_CERT_DIR"] = $"/etc/ssl/certs:{broker.Trusted}",
                ["Schedule__Hourly"] = "* * * * * ?",
            }
        );
        await Eventually.TrueAsync(
            () => sandbox.Sandbox.Mails.Snapshot().Count >= 2,
            () => $"the mails are sent: {daemon.Program.Output}",
            cancellationToken: cancellation
        );
        Assert.Equal(published.Order(), sandbox.Sandbox.Mails.Snapshot().Select(mail => Guid.Parse(mail.Tag!)).Order());
        Assert.Equal(0, await daemon.Program.TerminateAsync());
    }

    [Fact]
    public async Task Publisher_ToldOfTheAuthority_PublishesOverTlsWithItsPasswordFromAFile()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var address = new UriBuilder(Tls("publisher", "localhost")) { Password = "" }
            .Uri
            .AbsoluteUri;
        Dictionary<string, string?> environment = new()
        {
            ["QUEUE_SERVICE_URL"] = address,
            ["Queue__PasswordFile"] = broker.PasswordFile("publisher"),
        };
        await using var refused = await ProgramUnderTest.RunAsync(
            "publisher",
            ["--count", "1", "--patience", "2"],
            environment
        );
        Assert.NotEqual(0, await refused.WaitForExitAsync(cancellationToken: cancellation));

        environment["SSL_CERT_DIR"] = $"/etc/ssl/certs:{broker.Trusted}";
        await using var published = await ProgramUnderTest.RunAsync("publisher", ["--count", "2"], environment);
        Assert.True(await published.WaitForExitAsync(cancellationToken: cancellation) == 0, published.Output);

        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions(),
            TimeProvider.System,
            cancellation
        );
        await using var daemon = DaemonUnderTest.Start(
            broker.UriOf("dispatcher"),
            sandbox.Url,
            new Dictionary<string, string?> { ["Schedule__Hourly"] = "* * * * * ?" }
        );
        await Eventually.TrueAsync(
            () => sandbox.Sandbox.Mails.Snapshot().Count == 2,
            "the two mails and no others are sent",
            cancellationToken: cancellation
        );
        Assert.Equal(0, await daemon.Program.TerminateAsync());
    }

    [Fact]
    public async Task Daemon_WithACertificateAsItsAccount_NeedsNoPassword()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions(),
            TimeProvider.System,
            cancellation
        );
        var (certificate, key) = broker.CertificateOf("publisher");
        await using var published = await ProgramUnderTest.RunAsync(
            "publisher",
            ["--count", "2"],
            new Dictionary<string, string?>
            {
                ["QUEUE_SERVICE_URL"] = Nameless.AbsoluteUri,
                ["Queue__CertificateFile"] = certificate,
                ["Queue__KeyFile"] = key,
                ["SSL_CERT_DIR"] = $"/etc/ssl/certs:{broker.Trusted}",
            }
        );
        Assert.True(await published.WaitForExitAsync(cancellationToken: cancellation) == 0, published.Output);
        // What our client can't read is set aside on a connection of its own kind.
        await PublishUnreadableAsync();

        (certificate, key) = broker.CertificateOf("dispatcher");
        await using var daemon = DaemonUnderTest.Start(
            Nameless,
            sandbox.Url,
            new Dictionary<string, string?>
            {
                ["Queue__CertificateFile"] = certificate,
                ["Queue__KeyFile"] = key,
                ["SSL_CERT_DIR"] = $"/etc/ssl/certs:{broker.Trusted}",
                ["Schedule__Hourly"] = "* * * * * ?",
            }
        );
        await daemon.Program.WaitForLineAsync(
            text => text.Contains("1 messages whose headers can't be read are set aside", StringComparison.Ordinal),
            cancellationToken: cancellation
        );
        await Eventually.TrueAsync(
            () => sandbox.Sandbox.Mails.Snapshot().Count == 2,
            () => $"the two mails are sent: {daemon.Program.Output}",
            cancellationToken: cancellation
        );
        Assert.Equal(0, await daemon.Program.TerminateAsync());
    }

    [Fact]
    public async Task Daemon_WithACertificateAndNoTls_SaysWhatToWrite()
    {
        var (certificate, key) = broker.CertificateOf("dispatcher");
        await using var daemon = DaemonUnderTest.Start(
            broker.UriOf("dispatcher"),
            new Uri("http://127.0.0.1:9/v3"),
            new Dictionary<string, string?> { ["Queue__CertificateFile"] = certificate, ["Queue__KeyFile"] = key }
        );
        Assert.Equal(
            2,
            await daemon.Program.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken)
        );
        Assert.Contains(
            "Queue__CertificateFile: it is shown over TLS alone; write QUEUE_SERVICE_URL with amqps://",
            daemon.Program.Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Daemon_NotToldOfTheAuthority_RefusesTheBrokerAndSaysWhy()
    {
        await using var daemon = DaemonUnderTest.Start(
            Tls("dispatcher", "localhost"),
            new Uri("http://127.0.0.1:9/v3")
        );
        var line = await daemon.Program.WaitForLineAsync(
            text => text.Contains("The broker can't be used", StringComparison.Ordinal),
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Contains("certificate", line, StringComparison.OrdinalIgnoreCase);
    }

    private Uri Nameless => new($"amqps://localhost:{broker.TlsPort}/");

    // By py-amqp: a decimal of great scale, which our own client can't write either.
    private async Task PublishUnreadableAsync()
    {
        var url = broker.UriOf("publisher");
        await using var python = ChildProcess.Start(
            "/usr/bin/python3",
            [
                "-c",
                """
                import amqp, decimal, sys
                connection = amqp.Connection(host=sys.argv[1], userid=sys.argv[2], password=sys.argv[3])
                connection.connect()
                connection.channel().basic_publish(
                    amqp.Message("{}", delivery_mode=2, application_headers={"price": decimal.Decimal("1E-29")}),
                    exchange="mail-requests", routing_key="mail-requests")
                connection.close()
                """,
                $"{url.Host}:{url.Port}",
                "mail-publisher",
                ConfiguredBroker.PasswordOf("publisher"),
            ]
        );
        Assert.True(await python.WaitForExitAsync() == 0, python.Output);
    }

    private Uri Tls(string account, string host) =>
        new UriBuilder(broker.UriOf(account))
        {
            Scheme = "amqps",
            Host = host,
            Port = broker.TlsPort,
        }.Uri;
}
