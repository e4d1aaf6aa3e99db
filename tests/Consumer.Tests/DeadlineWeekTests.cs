using MailDispatcher.Consumer.Policy;
using MailDispatcher.TestKit;

namespace MailDispatcher.Consumer.Tests;

public sealed class DeadlineWeekTests(SharedBroker broker) : WeekTests(broker)
{
    [Fact]
    public async Task Week_OfTheDeadlinePolicy_SendsTheSimulatorsMails_TicksApart()
    {
        var policy = new DeadlinePolicy(new CreditDay(TimeZoneInfo.Utc), new DeadlineSettings());
        var (daemon, simulator) = await PlayAsync("deadline", policy, TestContext.Current.CancellationToken);
        Assert.InRange(simulator.Count, 20, Trace.Count - 1);
        var planned = simulator.ToDictionary(m => m.Id, m => m.At);
        // The daemon looks at other moments than the simulator's ticks, so a mail at the edge of the reserve may go otherwise.
        var otherwise = planned.Keys.Except(daemon.Select(m => m.Id)).Union(daemon.Select(m => m.Id).Except(planned.Keys)).ToList();
        var later = daemon.Where(m => planned.TryGetValue(m.Id, out var at) && (m.At - at).Duration() > TimeSpan.FromHours(1)).ToList();
        Assert.InRange(otherwise.Count, 0, planned.Count / 10);
        Assert.InRange(later.Count, 0, planned.Count / 10);
    }
}
