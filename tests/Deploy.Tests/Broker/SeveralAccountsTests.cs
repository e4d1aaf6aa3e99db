using MailDispatcher.Broker.Definitions;
using MailDispatcher.Client;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;

namespace MailDispatcher.Deploy.Tests.Broker;

/// <summary>Several mail accounts on one broker, as docs/scale.md makes them: each keeps to itself.</summary>
public sealed class SeveralAccountsTests(SharedBroker broker) : IDisposable
{
    private const string Password = "secret of a test";

    private readonly string _folder = Directory.CreateTempSubdirectory("mail-accounts-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Accounts_OnOneBroker_SendTheirOwnMailAndReachNoOther()
    {
        var (first, second) = ($"a{Guid.NewGuid():N}", $"b{Guid.NewGuid():N}");
        await ImportAsync(first);
        await ImportAsync(second);
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), cancellationToken: Token);
        await using var publisher = new MailPublisher(
            new MailPublisherOptions { Broker = UriOf(BrokerDefinitions.Publisher, second, second) }
        );
        var mail = await publisher.PublishAsync(Mail.To("ana"), Token);
        await using var daemon = DaemonUnderTest.Start(
            UriOf(BrokerDefinitions.Dispatcher, second, second),
            sandbox.Url,
            new Dictionary<string, string?> { ["Schedule__Hourly"] = "* * * * * ?", ["Ops__Account"] = second }
        );
        await Eventually.TrueAsync(
            () => sandbox.Sandbox.Mails.Snapshot().Any(taken => taken.Tag == mail.ToString()),
            () => $"the mail is sent: {daemon.Program.Output}",
            cancellationToken: Token
        );
        Assert.Contains($"maildispatcher_is_leader{{account=\"{second}\"}} 1", await daemon.MetricsAsync(Token), Words);

        await using var stranger = DaemonUnderTest.Start(
            UriOf(BrokerDefinitions.Dispatcher, first, second),
            sandbox.Url
        );
        var refused = await stranger.Program.WaitForLineAsync(
            line => line.Contains("The broker can't be used", Words),
            cancellationToken: Token
        );
        Assert.Contains("the account may not use it", refused, Words);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private const StringComparison Words = StringComparison.Ordinal;

    private async Task ImportAsync(string account)
    {
        var (secret, file) = (Path.Combine(_folder, "password"), Path.Combine(_folder, $"{account}.json"));
        await File.WriteAllTextAsync(secret, Password, Token);
        await using var made = await ProgramUnderTest.RunAsync(
            "consumer",
            [
                "definitions",
                "--account",
                account,
                .. ((string[])["publisher", "dispatcher", "monitor"]).SelectMany(role =>
                    (string[])[$"--{role}-password-file", secret]
                ),
                "--output",
                file,
            ]
        );
        Assert.True(File.Exists(file), made.Output);
        await broker.Node.CtlAsync("import_definitions", file);
    }

    // The account of one mail account at the virtual host of one, which may be another's.
    private Uri UriOf(string role, string account, string vhost) =>
        new UriBuilder(new Uri(broker.Node.Uri, vhost))
        {
            UserName = $"{role}-{account}",
            Password = Uri.EscapeDataString(Password),
        }.Uri;
}
