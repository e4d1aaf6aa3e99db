using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Broker.Parking;
using MailDispatcher.Broker.Pending;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>
/// All that lives on one connection to the broker. It is never mended: when the connection ends, the session ends with
/// it and the next one reads the journal anew.
/// </summary>
public sealed class Session : IAsyncDisposable
{
    private Session(BrokerConnection broker, PendingQueue waitingRoom, ParkedQueue parked, JournalStream journal, Projection memory) =>
        (Broker, PendingQueue, Parked, Journal, Memory) = (broker, waitingRoom, parked, journal, memory);

    public BrokerConnection Broker { get; }

    public PendingQueue PendingQueue { get; }

    public ParkedQueue Parked { get; }

    public JournalStream Journal { get; }

    public Projection Memory { get; }

    /// <exception cref="BrokerLostException">The broker can't be reached or refuses us.</exception>
    /// <exception cref="Client.QueueUnusableException">A queue is missing or was declared otherwise.</exception>
    public static async Task<Session> OpenAsync(DaemonSettings settings, ValueTable values, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var broker = await BrokerConnection.OpenAsync(settings.Broker, "mail dispatcher", cancellationToken);
        try
        {
            var waitingRoom = new PendingQueue(broker, settings.Topology.Pending);
            await waitingRoom.EnsureAsync(cancellationToken);
            var parked = await ParkedQueue.OpenAsync(broker, settings.Topology.Parked, cancellationToken);
            var memory = new Projection(settings.Dispatch.Zone, values);
            var journal = await JournalStream.OpenAsync(broker, settings.Topology.Journal, memory, cancellationToken);
            return new Session(broker, waitingRoom, parked, journal, memory);
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    // The connection takes its channels with it, and with them what they hold.
    public ValueTask DisposeAsync() => Broker.DisposeAsync();
}
