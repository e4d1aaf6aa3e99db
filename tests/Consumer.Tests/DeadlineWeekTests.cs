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
        var differently = daemon.Where(m => !planned.TryGetValue(m.Id, out var at) || (m.At - at).Duration() > TimeSpan.FromHours(1)).ToList();
        TestContext.Current.SendDiagnosticMessage($"{simulator.Count} simulated, {daemon.Count} sent, {differently.Count} otherwise");
        Assert.Equal(planned.Keys.Order(), daemon.Select(m => m.Id).Order());
        Assert.Empty(differently);
    }
}
