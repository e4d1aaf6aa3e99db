using MailDispatcher.Consumer.Policy;
using MailDispatcher.TestKit;

namespace MailDispatcher.Consumer.Tests;

public sealed class HourlyWeekTests(SharedBroker broker) : WeekTests(broker)
{
    [Fact]
    public async Task Week_OfTheHourlyPolicy_SendsTheSimulatorsMailsInItsOrder()
    {
        var (daemon, simulator) = await PlayAsync("hourly", new HourlyPolicy(mailsPerHour: 1), TestContext.Current.CancellationToken);
        Assert.InRange(simulator.Count, 20, Trace.Count - 1);
        Assert.Equal(simulator.Select(m => m.Id), daemon.Select(m => m.Id));
    }
}
