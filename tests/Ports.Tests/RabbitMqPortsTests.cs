using MailDispatcher.TestKit;

namespace MailDispatcher.Ports.Tests;

public sealed class RabbitMqPortsTests(SharedBroker broker) : PortsConformance
{
    protected override Task<IBrokerUnderTest> StartAsync() => RabbitMqUnderTest.StartAsync(broker);
}
