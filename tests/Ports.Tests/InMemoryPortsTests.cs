namespace MailDispatcher.Ports.Tests;

public sealed class InMemoryPortsTests : PortsConformance
{
    protected override Task<IBrokerUnderTest> StartAsync() =>
        Task.FromResult<IBrokerUnderTest>(new InMemoryBrokerUnderTest());
}
