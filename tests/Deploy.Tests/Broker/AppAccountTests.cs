using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.TestKit;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace MailDispatcher.Deploy.Tests.Broker;

/// <summary>
/// <c>consumer definitions --app shop</c>: the account does its work, and is refused everything else.
/// </summary>
public sealed class AppAccountTests(SharedBroker broker)
{
    private const ushort Refused = 403;
    private const string Password = "shop: p/w@d #1";

    private static readonly PendingQueueOptions Pending = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task App_WithItsRightsAlone_WritesRequestsAndHearsItsOwnOutcomes()
    {
        var (admin, own) = await ImportAsync();
        await using var publisher = new MailPublisher(new MailPublisherOptions { Broker = own, App = "shop" });
        await publisher.PublishAsync(Mail.To("ana"), Token);

        await using var connection = await new ConnectionFactory { Uri = admin }.CreateConnectionAsync(Token);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), Token);
        foreach (var key in (string[])["shop.sent.50", "other.sent.50"])
            await channel.BasicPublishAsync(MailOutcome.Exchange, key, mandatory: false, "{}"u8.ToArray(), Token);
        await using var listening = await new ConnectionFactory { Uri = own }.CreateConnectionAsync(Token);
        await using var mine = await listening.CreateChannelAsync(cancellationToken: Token);
        Assert.NotNull(await mine.BasicGetAsync("mail-outcomes.shop", autoAck: true, Token));
        Assert.Null(await mine.BasicGetAsync("mail-outcomes.shop", autoAck: true, Token));
    }

    [Fact]
    public async Task App_BeyondItsWork_IsRefused()
    {
        var (admin, own) = await ImportAsync();
        await using (var connection = await new ConnectionFactory { Uri = admin }.CreateConnectionAsync(Token))
        await using (var channel = await connection.CreateChannelAsync(cancellationToken: Token))
            await channel.QueueDeclareAsync("mail-outcomes.other", true, false, false, cancellationToken: Token);
        Dictionary<string, Func<IChannel, Task>> acts = new()
        {
            ["tell an outcome"] = c =>
                c.BasicPublishAsync(MailOutcome.Exchange, "shop.sent.50", true, new byte[] { 1 }).AsTask(),
            ["publish past the exchange"] = c => c.BasicPublishAsync("", Pending.Name, true, new byte[] { 1 }).AsTask(),
            ["take a request"] = c => c.BasicGetAsync(Pending.Name, autoAck: false),
            ["hear another's outcomes"] = c => c.BasicGetAsync("mail-outcomes.other", autoAck: false),
            ["bind its queue to more"] = c => c.QueueBindAsync("mail-outcomes.shop", MailOutcome.Exchange, "#"),
            ["make a queue"] = c => c.QueueDeclareAsync("another", durable: true, exclusive: false, autoDelete: false),
            ["delete its queue"] = c => c.QueueDeleteAsync("mail-outcomes.shop"),
        };
        await using var mine = await new ConnectionFactory { Uri = own }.CreateConnectionAsync(Token);
        foreach (var (act, does) in acts)
        {
            await using var channel = await mine.CreateChannelAsync(new CreateChannelOptions(true, true), Token);
            try
            {
                await does(channel);
                Assert.Fail($"It may {act}.");
            }
            catch (OperationInterruptedException e)
            {
                Assert.True(e.ShutdownReason!.ReplyCode == Refused, $"{act}: {e.ShutdownReason}");
            }
        }
    }

    [Theory]
    [InlineData("two words", "one word")]
    [InlineData("shop", "--app-password-file")]
    public async Task Definitions_OfAnAppWithoutWhatIsNeeded_SaysWhat(string app, string word)
    {
        await using var run = await ProgramUnderTest.RunAsync("consumer", ["definitions", "--app", app]);
        Assert.NotEqual(0, await run.WaitForExitAsync(cancellationToken: Token));
        Assert.Contains(word, run.Output, StringComparison.Ordinal);
    }

    private async Task<(Uri Admin, Uri Own)> ImportAsync()
    {
        var vhost = await broker.CreateVhostAsync();
        await using (var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync(Token))
            await QueueDeclaration.EnsurePendingQueueAsync(connection, Pending, Token);
        var folder = Directory.CreateTempSubdirectory("mail-app-").FullName;
        var (secret, file) = (Path.Combine(folder, "password"), Path.Combine(folder, "definitions.json"));
        await File.WriteAllTextAsync(secret, Password + "\n", Token);
        await using var made = await ProgramUnderTest.RunAsync(
            "consumer",
            [
                "definitions",
                "--app",
                "shop",
                "--app-password-file",
                secret,
                "--vhost",
                Uri.UnescapeDataString(vhost.AbsolutePath[1..]),
                "--output",
                file,
            ]
        );
        Assert.True(File.Exists(file), made.Output);
        Assert.DoesNotContain(Password, await File.ReadAllTextAsync(file, Token), StringComparison.Ordinal);
        await broker.Node.CtlAsync("import_definitions", file);
        Directory.Delete(folder, recursive: true);
        var own = new UriBuilder(vhost) { UserName = "mail-app-shop", Password = Uri.EscapeDataString(Password) }.Uri;
        return (vhost, own);
    }
}
