using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace MailDispatcher.Deploy.Tests.Broker;

/// <summary>
/// The three accounts of <c>consumer definitions</c>: each does its work, and is refused everything else.
/// </summary>
[Collection(nameof(ConfiguredBroker))]
public sealed class AccountTests(ConfiguredBroker broker)
{
    private const ushort Refused = 403;
    private static readonly PendingQueueOptions Room = new();

    [Fact]
    [SupportedOSPlatform("linux")]
    public void Definitions_ThatHoldHashesOfPasswords_AreTheirOwnersAlone() =>
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(broker.Definitions));

    [Fact]
    public async Task PublisherAndDispatcher_WithTheirRightsAlone_BringMailsToTheProvider()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var publisher = new MailPublisher(
            new MailPublisherOptions { CreateQueues = true, Broker = broker.UriOf("publisher") }
        );
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions(),
            TimeProvider.System,
            cancellation
        );
        var sent = new List<Guid>();
        foreach (var name in (string[])["ana", "bruno", "clara"])
            sent.Add(await publisher.PublishAsync(Mail.To(name), cancellation));

        // The address names the account; the password stands in a file.
        await using var daemon = DaemonUnderTest.Start(
            new UriBuilder(broker.UriOf("dispatcher")) { Password = "" }.Uri,
            sandbox.Url,
            new Dictionary<string, string?>
            {
                ["Queue__PasswordFile"] = broker.PasswordFile("dispatcher"),
                ["Schedule__Hourly"] = "* * * * * ?",
            }
        );
        await Eventually.TrueAsync(
            () => sandbox.Sandbox.Mails.Snapshot().Count >= sent.Count,
            () => $"all mails are sent: {daemon.Program.Output}",
            cancellationToken: cancellation
        );
        Assert.Equal(sent.Order(), sandbox.Sandbox.Mails.Snapshot().Select(mail => Guid.Parse(mail.Tag!)).Order());
        Assert.Equal(0, await daemon.Program.TerminateAsync());

        // A mail that can't be read is parked: that is a write to a queue of its own.
        await PublishTextAsync("{}", cancellation);
        await using var again = DaemonUnderTest.Start(
            broker.UriOf("dispatcher"),
            sandbox.Url,
            new Dictionary<string, string?> { ["Schedule__Hourly"] = "* * * * * ?" }
        );
        using var page = broker.PageAs("monitor");
        await Eventually.TrueAsync(
            async () => await again.MetricAsync("maildispatcher_parked_mails", cancellationToken: cancellation) >= 1,
            () => $"it is parked: {again.Program.Output}",
            cancellationToken: cancellation
        );
    }

    [Theory]
    [InlineData("guest", "guest")]
    [InlineData("mail-publisher", "wrong")]
    public async Task Stranger_Always_IsTurnedAway(string user, string password)
    {
        var uri = new UriBuilder(broker.UriOf("monitor")) { UserName = user, Password = password }.Uri;
        await Assert.ThrowsAsync<BrokerUnreachableException>(() =>
            new ConnectionFactory { Uri = uri }.CreateConnectionAsync(TestContext.Current.CancellationToken)
        );
    }

    public static TheoryData<string, string> Refusals =>
        [
            .. Everyone.SelectMany(account =>
                Acts.Keys.Where(act => !Allowed.Contains((account, act)))
                    .Select(act => new TheoryDataRow<string, string>(account, act))
            ),
        ];

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Account_BeyondItsWork_IsRefused(string account, string act)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var connection = await new ConnectionFactory
        {
            Uri = broker.UriOf(account),
            AutomaticRecoveryEnabled = false,
        }.CreateConnectionAsync(cancellation);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true),
            cancellation
        );
        var refusal = await Assert.ThrowsAnyAsync<OperationInterruptedException>(() => Acts[act](channel));
        Assert.Equal(Refused, refusal.ShutdownReason!.ReplyCode);
    }

    [Fact]
    public async Task Monitor_OnThePage_SeesTheQueuesAndChangesNothing()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var page = broker.PageAs("monitor");
        var queues = await page.GetFromJsonAsync<JsonElement>("queues", cancellation);
        Assert.Superset(
            new HashSet<string> { "mail-requests", "mail-parked", "mail-journal" },
            queues.EnumerateArray().Select(queue => queue.GetProperty("name").GetString()!).ToHashSet()
        );
        using var deletion = await page.DeleteAsync(
            new Uri("queues/%2F/mail-requests", UriKind.Relative),
            cancellation
        );
        Assert.Equal(HttpStatusCode.Unauthorized, deletion.StatusCode);
        using var user = await page.PutAsJsonAsync(
            "users/evil",
            new { password = "x", tags = "administrator" },
            cancellation
        );
        Assert.Equal(HttpStatusCode.Unauthorized, user.StatusCode);
        using var asPublisher = broker.PageAs("publisher");
        using var overview = await asPublisher.GetAsync(new Uri("overview", UriKind.Relative), cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, overview.StatusCode);
    }

    [Fact]
    public async Task Definitions_HoldNoPassword()
    {
        var text = await File.ReadAllTextAsync(broker.Definitions, TestContext.Current.CancellationToken);
        foreach (var account in Everyone)
            Assert.DoesNotContain(ConfiguredBroker.PasswordOf(account), text, StringComparison.Ordinal);
        Assert.Equal(3, JsonDocument.Parse(text).RootElement.GetProperty("users").GetArrayLength());
    }

    private static string[] Everyone => ["publisher", "dispatcher", "monitor"];

    private static Dictionary<string, Func<IChannel, Task>> Acts { get; } =
        new()
        {
            ["publish to the pending queue"] = channel =>
                channel.BasicPublishAsync(Room.Exchange, Room.Name, true, new ReadOnlyMemory<byte>([1])).AsTask(),
            ["publish past its exchange"] = channel =>
                channel.BasicPublishAsync("", Room.Name, true, new ReadOnlyMemory<byte>([1])).AsTask(),
            ["publish to the journal"] = channel =>
                channel.BasicPublishAsync("mail-journal", "mail-journal", true, new ReadOnlyMemory<byte>([1])).AsTask(),
            ["take a mail"] = channel => channel.BasicGetAsync(Room.Name, autoAck: false),
            ["empty the pending queue"] = channel => channel.QueuePurgeAsync(Room.Name),
            ["delete the pending queue"] = channel => channel.QueueDeleteAsync(Room.Name),
            ["delete the exchange"] = channel => channel.ExchangeDeleteAsync(Room.Exchange),
            ["make a queue"] = channel =>
                channel.QueueDeclareAsync("another", durable: true, exclusive: false, autoDelete: false),
            ["make an exchange"] = channel => channel.ExchangeDeclareAsync("another", ExchangeType.Fanout),
            ["tap the exchange"] = channel => channel.QueueBindAsync("mail-parked", "amq.fanout", ""),
            ["take the lock"] = channel =>
                channel.QueueDeclareAsync("mail-dispatcher-lock", durable: false, exclusive: true, autoDelete: false),
        };

    private static HashSet<(string Account, string Act)> Allowed { get; } =
    [
        ("publisher", "publish to the pending queue"),
        ("dispatcher", "publish to the pending queue"),
        ("dispatcher", "publish to the journal"),
        ("dispatcher", "take a mail"),
        // The right to read a queue is the right to purge it; RabbitMQ has no finer one.
        ("dispatcher", "empty the pending queue"),
        ("dispatcher", "take the lock"),
    ];

    private async Task PublishTextAsync(string body, CancellationToken cancellation)
    {
        await using var connection = await new ConnectionFactory
        {
            Uri = broker.UriOf("publisher"),
        }.CreateConnectionAsync(cancellation);
        await using var channel = await ConfirmedChannel.OpenAsync(connection, TimeSpan.FromSeconds(30), cancellation);
        await channel.PublishAsync(
            Room.Exchange,
            Room.Name,
            new BasicProperties(),
            System.Text.Encoding.UTF8.GetBytes(body),
            cancellationToken: cancellation
        );
    }
}
