using MailDispatcher.Broker.Connecting;
using MailDispatcher.Core.Ports;
using MailDispatcher.TestKit;

namespace MailDispatcher.Ports.Tests;

public sealed class BrokerConnectionTests(SharedBroker broker)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_TheFirstNodeIsDown_TakesTheNextAndSaysWhich()
    {
        var address = await broker.CreateVhostAsync();
        await using var connection = await BrokerConnection.OpenAsync(
            new BrokerAccess([Down(address), address]),
            "test",
            Cancellation
        );
        Assert.Equal(address, connection.Address);
    }

    [Fact]
    public async Task Open_NoNodeTakesUs_NamesEachWithoutItsPassword()
    {
        var address = await broker.CreateVhostAsync();
        var other = Down(address);
        var lost = await Assert.ThrowsAsync<SessionLostException>(() =>
            BrokerConnection.OpenAsync(new BrokerAccess([Down(address), other]), "test", Cancellation)
        );
        Assert.Contains($"{other.Port}", lost.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("guest:guest", lost.Message, StringComparison.Ordinal);
    }

    private static Uri Down(Uri address) => new UriBuilder(address) { Port = FreePort.Next() }.Uri;
}
