using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests.Harness;

/// <summary>A cluster of three nodes that the scenes of one class share, one after the other.</summary>
public sealed class ThreeNodes : IAsyncLifetime
{
    private BrokerCluster? _cluster;

    public BrokerCluster Cluster => _cluster ?? throw new InvalidOperationException("The fixture was not initialised.");

    public async ValueTask InitializeAsync() => _cluster = await BrokerCluster.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }
}
