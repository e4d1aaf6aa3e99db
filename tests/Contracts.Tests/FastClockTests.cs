using MailDispatcher.Clock;

namespace MailDispatcher.Contracts.Tests;

public sealed class FastClockTests
{
    [Fact]
    public async Task Delay_OnAFastClock_TakesVirtualTime()
    {
        var start = new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);
        var clock = new FastClock(TimeProvider.System.GetUtcNow(), start, speed: 36_000);
        var before = clock.GetTimestamp();
        await Task.Delay(TimeSpan.FromHours(1), clock, TestContext.Current.CancellationToken);
        // Timers of .NET count ticks of some milliseconds and may be that early: 10 ms are 6 minutes here.
        Assert.InRange(clock.GetUtcNow(), start.AddMinutes(54), start.AddDays(100));
        Assert.InRange(clock.GetElapsedTime(before), TimeSpan.FromMinutes(54), TimeSpan.FromDays(100));
    }

    [Fact]
    public void Create_WithoutSettings_IsTheRealClock()
    {
        Assert.Same(TimeProvider.System, new ClockSettings().Create());
        Assert.Throws<ArgumentException>(() => new ClockSettings { Speed = 10 }.Create());
        Assert.Throws<ArgumentException>(() => new ClockSettings { Speed = 0 }.Create());
    }
}
