using RabbitMQ.Client;

namespace MailDispatcher.TestKit;

/// <summary>Looks into a queue as a test needs it, over a connection of its own.</summary>
public static class QueueContents
{
    /// <summary>Takes everything out of the queue, in the order in which it hands it out.</summary>
    public static async Task<IReadOnlyList<BasicGetResult>> TakeAllAsync(
        Uri broker,
        string queue,
        CancellationToken cancellationToken = default
    )
    {
        await using var connection = await ConnectAsync(broker, cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        var taken = new List<BasicGetResult>();
        while (await channel.BasicGetAsync(queue, autoAck: true, cancellationToken) is { } message)
            taken.Add(message);
        return taken;
    }

    /// <summary>Messages that wait and that nobody holds.</summary>
    public static async Task<uint> CountAsync(Uri broker, string queue, CancellationToken cancellationToken = default)
    {
        await using var connection = await ConnectAsync(broker, cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        return (await channel.QueueDeclarePassiveAsync(queue, cancellationToken)).MessageCount;
    }

    /// <summary>A connection that does not mend itself.</summary>
    public static Task<IConnection> ConnectAsync(Uri broker, CancellationToken cancellationToken = default) =>
        new ConnectionFactory { Uri = broker, AutomaticRecoveryEnabled = false }.CreateConnectionAsync(
            "test",
            cancellationToken
        );
}
