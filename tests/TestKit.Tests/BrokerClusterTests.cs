using System.Globalization;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace MailDispatcher.TestKit.Tests;

/// <summary>What tests of high availability stand on: three nodes, each of which may die under load.</summary>
public sealed class BrokerClusterTests
{
    private const string Queue = "load";

    [Fact]
    public async Task QuorumQueue_EachNodeKilledInTurnUnderLoad_KeepsEveryConfirmedMessage()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var cluster = await BrokerCluster.StartAsync(cancellation);
        await using (var connection = await ConnectAsync(cluster.Uris[0], cancellation))
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
            await channel.QueueDeclareAsync(
                Queue,
                durable: true,
                exclusive: false,
                autoDelete: false,
                new Dictionary<string, object?> { ["x-queue-type"] = "quorum", ["x-quorum-initial-group-size"] = 3 },
                cancellationToken: cancellation
            );
        }

        var confirmed = new List<int>();
        for (var node = 0; node < cluster.Uris.Count; node++)
        {
            confirmed.AddRange(
                await PublishAsync(
                    cluster.Uris[(node + 1) % 3],
                    node * 1000,
                    () => cluster.KillAsync(node),
                    cancellation
                )
            );
            await cluster.StartAgainAsync(node, cancellation);
        }

        var kept = await TakeAllAsync(cluster.Uris[0], cancellation);
        Assert.True(confirmed.Count >= 300, $"only {confirmed.Count} of 600 were confirmed");
        Assert.Empty(confirmed.Except(kept));
    }

    /// <summary>
    /// 200 messages, one after the other; after 50 the node goes. What is not confirmed is not counted.
    /// </summary>
    private static async Task<List<int>> PublishAsync(
        Uri uri,
        int first,
        Func<Task> kill,
        CancellationToken cancellation
    )
    {
        await using var connection = await ConnectAsync(uri, cancellation);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(true, true),
            cancellation
        );
        var confirmed = new List<int>();
        for (var number = first; number < first + 200; number++)
        {
            if (number == first + 50)
                await kill();
            try
            {
                await channel.BasicPublishAsync(
                    "",
                    Queue,
                    mandatory: true,
                    new BasicProperties { Persistent = true },
                    Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)),
                    cancellation
                );
                confirmed.Add(number);
            }
            catch (PublishException)
            {
                // Refused while the queue had no leader.
            }
        }

        return confirmed;
    }

    private static async Task<HashSet<int>> TakeAllAsync(Uri uri, CancellationToken cancellation)
    {
        await using var connection = await ConnectAsync(uri, cancellation);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        var taken = new HashSet<int>();
        while (await channel.BasicGetAsync(Queue, autoAck: true, cancellation) is { } message)
            taken.Add(int.Parse(Encoding.ASCII.GetString(message.Body.Span), CultureInfo.InvariantCulture));
        return taken;
    }

    private static Task<IConnection> ConnectAsync(Uri uri, CancellationToken cancellation) =>
        new ConnectionFactory { Uri = uri, AutomaticRecoveryEnabled = false }.CreateConnectionAsync(cancellation);
}
