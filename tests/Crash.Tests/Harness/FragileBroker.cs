using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests.Harness;

/// <summary>A broker for tests that kill or block it; nobody else uses it.</summary>
public sealed class FragileBroker : IAsyncLifetime
{
    private BrokerNode? _node;

    public BrokerNode Node => _node ?? throw new InvalidOperationException("The fixture was not initialised.");

    public async ValueTask InitializeAsync() => _node = await BrokerNode.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
            await _node.DisposeAsync();
    }
}
