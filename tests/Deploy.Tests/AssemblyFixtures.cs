using MailDispatcher.TestKit;

[assembly: AssemblyFixture(typeof(SharedBroker))]
[assembly: AssemblyFixture(typeof(MailDispatcher.Deploy.Tests.Broker.ConfiguredBroker))]
