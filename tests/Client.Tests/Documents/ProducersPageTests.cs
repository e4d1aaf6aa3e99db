using System.Text.RegularExpressions;
using MailDispatcher.Contracts;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Processes;
using RabbitMQ.Client;

namespace MailDispatcher.Client.Tests.Documents;

/// <summary>Every example of docs/producers.md, run as it stands, in its own language.</summary>
public sealed partial class ProducersPageTests(SharedBroker broker)
{
    private static readonly string Page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "producers.md"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("js")]
    [InlineData("python")]
    [InlineData("csharp")]
    public async Task Example_AsItStands_PutsOnePersistentValidMailIntoTheQueue(string language)
    {
        var vhost = await VhostWithQueueAsync();
        await using var run = await RunAsync(language, vhost);
        Assert.True(await run.WaitForExitAsync(TimeSpan.FromMinutes(5), Token) == 0, run.Output);
        var message = Assert.Single(await QueueContents.TakeAllAsync(vhost, PendingQueueOptions.DefaultName, Token));
        var mail = Assert.IsType<DecodedMail.Valid>(MailRequestCodec.Decode(message.Body.Span));
        Assert.Empty(mail.UnknownFields);
        Assert.Equal(DeliveryModes.Persistent, message.BasicProperties.DeliveryMode);
        Assert.Equal(mail.Request.Id, Guid.Parse(message.BasicProperties.MessageId!));
        Assert.NotNull(mail.Request.PublishedAt);
        Assert.Contains(mail.Request.Id.ToString()!, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("js")]
    [InlineData("python")]
    public async Task Example_NoQueueThere_EndsWithAnError(string language)
    {
        var vhost = await broker.CreateVhostAsync();
        await using var run = await RunAsync(language, vhost);
        Assert.NotEqual(0, await run.WaitForExitAsync(TimeSpan.FromMinutes(2), Token));
    }

    [Fact]
    public void Example_OfARequest_IsValid()
    {
        var mail = Assert.IsType<DecodedMail.Valid>(
            MailRequestCodec.Decode(System.Text.Encoding.UTF8.GetBytes(Block("json")))
        );
        Assert.Empty(mail.UnknownFields);
        Assert.Equal("order-77", mail.Request.Ref);
    }

    private async Task<Uri> VhostWithQueueAsync()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync(Token);
        await QueueDeclaration.EnsurePendingQueueAsync(connection, new PendingQueueOptions(), Token);
        return vhost;
    }

    private static async Task<ChildProcess> RunAsync(string language, Uri vhost)
    {
        var environment = new Dictionary<string, string?> { ["QUEUE_SERVICE_URL"] = vhost.ToString() };
        switch (language)
        {
            case "python":
                return ChildProcess.Start("/usr/bin/python3", ["-c", Block(language)], environment);
            case "js":
                var shop = Path.Combine(RepositoryRoot.Path, "examples", "shop");
                await NodePackages.InstallAsync(shop);
                environment["NODE_PATH"] = Path.Combine(shop, "node_modules");
                return ChildProcess.Start("/usr/bin/node", ["-e", Block(language)], environment);
            default:
                return FreshProject.Run(Block(language), ["Client"], [], [], environment);
        }
    }

    private static string Block(string language) =>
        Blocks().Matches(Page).Single(match => match.Groups[1].Value == language).Groups[2].Value;

    [GeneratedRegex("^```([a-z]+)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
