using MailDispatcher.Consumer.Journal;
using MailDispatcher.Consumer.Policy;
using MailDispatcher.Consumer.Queue;
using MailDispatcher.Consumer.Settings;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>
/// All that lives on one connection to the broker. It is never mended: when the connection ends, the session ends with
/// it and the next one reads the journal anew.
/// </summary>
public sealed class Session : IAsyncDisposable
{
    private Session(BrokerConnection broker, WaitingRoom waitingRoom, ParkedRoom parked, JournalStream journal, JournalMemory memory) =>
        (Broker, WaitingRoom, Parked, Journal, Memory) = (broker, waitingRoom, parked, journal, memory);

    public BrokerConnection Broker { get; }

    public WaitingRoom WaitingRoom { get; }

    public ParkedRoom Parked { get; }

    public JournalStream Journal { get; }

    public JournalMemory Memory { get; }

    /// <exception cref="BrokerLostException">The broker can't be reached or refuses us.</exception>
    /// <exception cref="Contracts.QueueUnusableException">A queue is missing or was declared otherwise.</exception>
    public static async Task<Session> OpenAsync(DaemonSettings settings, ValueTable values, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var broker = await BrokerConnection.OpenAsync(settings.Broker, "mail dispatcher", cancellationToken);
        try
        {
            var waitingRoom = new WaitingRoom(broker, settings.Queue);
            await waitingRoom.EnsureAsync(cancellationToken);
            var parked = await ParkedRoom.OpenAsync(broker, settings.ParkedQueue, cancellationToken);
            var memory = new JournalMemory(settings.Dispatch.Zone, values);
            var journal = await JournalStream.OpenAsync(broker, settings.Journal, memory, cancellationToken);
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
