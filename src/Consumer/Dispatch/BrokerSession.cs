using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Definitions;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Broker.Parking;
using MailDispatcher.Broker.Pending;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>
/// All that lives on one connection to the broker. It is never mended: when the connection ends, the session ends with
/// it and the next one reads the journal anew.
/// </summary>
internal sealed class BrokerSession : IAsyncDisposable
{
    private BrokerSession(
        BrokerConnection broker,
        PendingQueue pending,
        ParkedQueue parked,
        JournalStream journal,
        Projection projection
    ) => (Broker, Pending, Parked, Journal, Projection) = (broker, pending, parked, journal, projection);

    public BrokerConnection Broker { get; }

    public PendingQueue Pending { get; }

    public ParkedQueue Parked { get; }

    public JournalStream Journal { get; }

    /// <summary>The journal's fold; the loop's own once it leads.</summary>
    internal Projection Projection { get; }

    /// <exception cref="SessionLostException">The broker can't be reached or refuses us.</exception>
    /// <exception cref="Client.QueueUnusableException">A queue is missing or was declared otherwise.</exception>
    public static async Task<BrokerSession> OpenAsync(
        BrokerAccess access,
        BrokerTopology topology,
        Projection projection,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(projection);
        var broker = await BrokerConnection.OpenAsync(access, "mail dispatcher", cancellationToken);
        try
        {
            var pending = new PendingQueue(broker, topology.Pending);
            await pending.EnsureAsync(cancellationToken);
            var parked = new ParkedQueue(broker, topology.Parked, topology.ParkedArguments());
            _ = DeclareAsync(parked);
            var journal = await JournalStream.OpenAsync(broker, topology.Journal, projection.Apply, cancellationToken);
            return new BrokerSession(broker, pending, parked, journal, projection);
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    // It is there before anything is parked, when it can be; nothing waits for it.
    private static async Task DeclareAsync(ParkedQueue parked)
    {
        try
        {
            await parked.EnsureAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is SessionLostException or Client.QueueUnusableException or ObjectDisposedException)
        {
            // Whoever parks first is told.
        }
    }

    // The connection takes its channels with it, and with them what they hold.
    public async ValueTask DisposeAsync()
    {
        await Parked.DisposeAsync();
        await Broker.DisposeAsync();
    }
}
