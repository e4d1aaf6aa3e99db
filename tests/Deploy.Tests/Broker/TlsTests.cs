using MailDispatcher.Client;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;

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
            $"the mails are sent: {daemon.Program.Output}",
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

    private Uri Tls(string account, string host) =>
        new UriBuilder(broker.UriOf(account))
        {
            Scheme = "amqps",
            Host = host,
            Port = broker.TlsPort,
        }.Uri;
}
