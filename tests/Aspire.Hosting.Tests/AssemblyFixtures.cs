using MailDispatcher.TestKit;

[assembly: AssemblyFixture(typeof(SharedBroker))]
