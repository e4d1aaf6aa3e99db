using Xunit;

namespace MailDispatcher.TestKit;

/// <summary>
/// One broker for all tests of an assembly: <c>[assembly: AssemblyFixture(typeof(SharedBroker))]</c>, and a constructor
/// parameter where it is needed. A test that kills or blocks a broker starts one of its own.
/// </summary>
public sealed class SharedBroker : IAsyncLifetime
{
    private BrokerNode? _node;

    public BrokerNode Node => _node ?? throw new InvalidOperationException("The fixture was not initialised.");

    /// <inheritdoc cref="BrokerNode.CreateVhostAsync"/>
    public Task<Uri> CreateVhostAsync() => Node.CreateVhostAsync();

    public async ValueTask InitializeAsync() => _node = await BrokerNode.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
            await _node.DisposeAsync();
    }
}
