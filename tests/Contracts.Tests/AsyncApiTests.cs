using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Processes;
using RabbitMQ.Client;
using YamlDotNet.RepresentationModel;

namespace MailDispatcher.Contracts.Tests;

/// <summary><c>contracts/asyncapi.yaml</c>: sound by its own parser, and true of a live broker.</summary>
public sealed class AsyncApiTests(SharedBroker broker)
{
    private static readonly string Document = Path.Combine(RepositoryRoot.Path, "contracts", "asyncapi.yaml");

    [Fact]
    public async Task Document_ByAsyncApisOwnParser_HasNoError()
    {
        var folder = Path.Combine(RepositoryRoot.Path, "tests", "Contracts.Tests", "AsyncApi");
        await NodePackages.InstallAsync(folder);
        await using var check = ChildProcess.Start("/usr/bin/node", [Path.Combine(folder, "check.js"), Document]);
        var code = await check.WaitForExitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);
        Assert.True(code == 0, check.Output);
        Assert.Contains("operations publishMailRequest hearOutcome", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Document_AgainstALiveBroker_NamesItsQueueAndExchanges()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync(
            TestContext.Current.CancellationToken
        );
        await Client.QueueDeclaration.EnsurePendingQueueAsync(
            connection,
            new PendingQueueOptions(),
            TestContext.Current.CancellationToken
        );
        using var text = File.OpenText(Document);
        var yaml = new YamlStream();
        yaml.Load(text);
        foreach (var (_, channel) in (YamlMappingNode)yaml.Documents[0].RootNode["channels"])
        {
            var amqp = channel["bindings"]["amqp"];
            await using var open = await connection.CreateChannelAsync(
                cancellationToken: TestContext.Current.CancellationToken
            );
            if ((string)amqp["is"]! == "queue")
            {
                // A wrong durability is refused with 406.
                await open.QueueDeclareAsync(
                    (string)amqp["queue"]["name"]!,
                    bool.Parse((string)amqp["queue"]["durable"]!),
                    exclusive: false,
                    autoDelete: false,
                    new PendingQueueOptions().Arguments(),
                    cancellationToken: TestContext.Current.CancellationToken
                );
            }
            else if ((string)amqp["exchange"]["name"]! == PendingQueueOptions.DefaultName)
            {
                await open.ExchangeDeclareAsync(
                    PendingQueueOptions.DefaultName,
                    (string)amqp["exchange"]["type"]!,
                    bool.Parse((string)amqp["exchange"]["durable"]!),
                    cancellationToken: TestContext.Current.CancellationToken
                );
            }
            else
            {
                Assert.Equal(
                    (MailOutcome.Exchange, "topic"),
                    ((string)amqp["exchange"]["name"]!, (string)amqp["exchange"]["type"]!)
                );
            }
        }
    }
}
