using System.Globalization;
using System.Text;
using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Definitions;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Broker.Parking;
using MailDispatcher.Broker.Pending;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Ports;
using MailDispatcher.TestKit;
using RabbitMQ.Client;

namespace MailDispatcher.Ports.Tests;

/// <summary>The ports as the daemon has them: a real RabbitMQ, in a virtual host of its own.</summary>
public sealed class RabbitMqUnderTest(Uri address, BrokerTopology topology, IConnection publishing, IChannel channel)
    : IBrokerUnderTest
{
    public static async Task<IBrokerUnderTest> StartAsync(SharedBroker broker)
    {
        ArgumentNullException.ThrowIfNull(broker);
        var address = await broker.CreateVhostAsync();
        var topology = new BrokerTopology();
        await using (var connection = await BrokerConnection.OpenAsync(address, "test", CancellationToken.None))
            await new PendingQueue(connection, topology.Pending).EnsureAsync(CancellationToken.None);
        var publishing = await QueueContents.ConnectAsync(address);
        var options = new CreateChannelOptions(
            publisherConfirmationsEnabled: true,
            publisherConfirmationTrackingEnabled: true
        );
        return new RabbitMqUnderTest(address, topology, publishing, await publishing.CreateChannelAsync(options));
    }

    public async Task PublishAsync(string body, byte level = 1, string? messageId = null) =>
        await channel.BasicPublishAsync(
            "",
            topology.Pending.Name,
            mandatory: true,
            new BasicProperties
            {
                Priority = level,
                MessageId = messageId,
                Persistent = true,
            },
            Encoding.UTF8.GetBytes(body)
        );

    public async Task<ISessionUnderTest> OpenAsync()
    {
        var connection = await BrokerConnection.OpenAsync(address, "test", CancellationToken.None);
        var pending = new PendingQueue(connection, topology.Pending);
        await pending.EnsureAsync(CancellationToken.None);
        var parked = new ParkedQueue(connection, topology.Parked, topology.ParkedArguments());
        await parked.EnsureAsync(CancellationToken.None);
        var journal = await JournalAppender.OpenAsync(connection, topology.Journal, CancellationToken.None);
        return new Session(connection, pending, parked, journal);
    }

    public async Task<IReadOnlyList<JournalEvent>> ReadJournalAsync()
    {
        var events = new List<JournalEvent>();
        await using var connection = await BrokerConnection.OpenAsync(address, "test", CancellationToken.None);
        await JournalReader.ReadAsync(connection, topology.Journal.Name, events.Add, CancellationToken.None);
        return events;
    }

    public async Task<IReadOnlyList<(string Body, string Cause, string Reason, int Number)>> ReadParkedAsync() =>
        [
            .. (await QueueContents.TakeAllAsync(address, topology.Parked)).Select(m =>
                (
                    Encoding.UTF8.GetString(m.Body.Span),
                    Text(m, ParkedQueue.CauseHeader),
                    Text(m, ParkedQueue.ReasonHeader),
                    int.Parse(Text(m, ParkedQueue.NumberHeader), CultureInfo.InvariantCulture)
                )
            ),
        ];

    private static string Text(BasicGetResult message, string header) =>
        Encoding.UTF8.GetString((byte[])message.BasicProperties.Headers![header]!);

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await publishing.DisposeAsync();
    }

    private sealed class Session(
        BrokerConnection connection,
        PendingQueue pending,
        ParkedQueue parked,
        JournalAppender journal
    ) : ISessionUnderTest
    {
        private bool _hasEnded;

        public IPendingQueue Pending => pending;

        public IParkedQueue Parked => parked;

        public IJournal Journal => journal;

        public async Task EndAsync()
        {
            if (_hasEnded)
                return;
            _hasEnded = true;
            await connection.DisposeAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await EndAsync();
            await parked.DisposeAsync();
        }
    }
}
