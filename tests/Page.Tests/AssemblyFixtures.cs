using MailDispatcher.Page.Tests;
using MailDispatcher.TestKit;

[assembly: AssemblyFixture(typeof(SharedBroker))]
[assembly: AssemblyFixture(typeof(Browser))]
