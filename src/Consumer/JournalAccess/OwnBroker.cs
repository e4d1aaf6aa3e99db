using MailDispatcher.Broker.Connecting;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.Consumer.JournalAccess;

/// <summary>
/// A connection of its own, for an intake without a dispatcher: opened when it is first needed, and anew when it was
/// lost. It owns that connection and nothing else.
/// </summary>
internal sealed class OwnBroker(DaemonSettings settings) : IJournalBroker, IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly BrokerNodes _nodes = new(settings.Broker);
    private BrokerConnection? _broker;

    public async Task<BrokerConnection?> FindAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_broker is { Lost.IsCancellationRequested: false })
                return _broker;
            if (_broker is not null)
                await _broker.DisposeAsync();
            _broker = null;
            return _broker = await BrokerConnection.OpenAsync(
                _nodes.Next(),
                "mail dispatcher intake, journal",
                cancellationToken
            );
        }
        catch (SessionLostException)
        {
            return null;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
            await _broker.DisposeAsync();
        _gate.Dispose();
    }
}
