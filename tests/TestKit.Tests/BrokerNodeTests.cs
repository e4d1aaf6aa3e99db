using System.Text;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
using RabbitMQ.Client;

namespace MailDispatcher.TestKit.Tests;

public sealed class BrokerNodeTests
{
    [Fact]
    public async Task ConfirmedMessage_BrokerKilledAndStartedAgain_IsStillThere()
    {
        var token = TestContext.Current.CancellationToken;
        await using var node = await BrokerNode.StartAsync(token);
        var vhost = await node.CreateVhostAsync();
        await using (var connection = await ConnectAsync(vhost))
        {
            await QueueDeclaration.EnsurePendingQueueAsync(connection, new PendingQueueOptions(), token);
            await using var channel = await ConfirmedChannel.OpenAsync(connection, TimeSpan.FromSeconds(30), token);
            await channel.PublishAsync(
                "",
                PendingQueueOptions.DefaultName,
                new BasicProperties { MessageId = "one" },
                "body"u8.ToArray(),
                cancellationToken: token
            );
            await node.KillAsync();
            await Eventually.TrueAsync(() => !connection.IsOpen, "the connection notices", cancellationToken: token);
        }

        await node.StartAgainAsync(token);
        await using var again = await ConnectAsync(vhost);
        await using var reader = await again.CreateChannelAsync(cancellationToken: token);
        var kept = await reader.BasicGetAsync(PendingQueueOptions.DefaultName, autoAck: true, token);
        Assert.Equal("body", Encoding.UTF8.GetString(kept!.Body.Span));
        Assert.Contains(
            PendingQueueOptions.DefaultName,
            await node.CtlAsync("list_queues", "--vhost", vhost.AbsolutePath[1..], "name"),
            StringComparison.Ordinal
        );
        await node.StopAsync();
    }

    private static Task<IConnection> ConnectAsync(Uri broker) =>
        new ConnectionFactory { Uri = broker, AutomaticRecoveryEnabled = false }.CreateConnectionAsync(
            TestContext.Current.CancellationToken
        );
}
