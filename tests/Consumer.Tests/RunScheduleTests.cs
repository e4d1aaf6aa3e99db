using MailDispatcher.Consumer.Scheduling;
using MailDispatcher.Consumer.Settings;

namespace MailDispatcher.Consumer.Tests;

public sealed class RunScheduleTests
{
    private static readonly TimeZoneInfo Recife = TimeZoneInfo.FindSystemTimeZoneById("America/Recife");
    private static readonly RunSchedule Schedule = new(
        new ScheduleSettings { Hourly = "0 0 * * * ?", EndOfDay = "0 5 23 * * ?" },
        Recife
    );

    [Theory]
    [InlineData("2026-11-23T11:00:00-03:00")]
    [InlineData("2026-11-23T14:00:00Z")]
    [InlineData("2026-11-23T19:30:00+05:30")]
    public void FullHour_WrittenInAnyOffset_IsOneOfTheHourlyRuns(string at)
    {
        var hour = DateTimeOffset.Parse(at, null);
        Assert.Equal(hour, Schedule.LatestAt(RunKind.Hourly, hour));
        Assert.Equal(hour, Schedule.LatestAt(RunKind.Hourly, hour.AddMinutes(59)));
        Assert.Equal(hour, Schedule.NextAfter(RunKind.Hourly, hour.AddTicks(-1)));
        Assert.Equal(hour.AddHours(1), Schedule.NextAfter(RunKind.Hourly, hour));
    }

    [Fact]
    public void EndOfDay_IsByTheZonesClock()
    {
        var evening = new DateTimeOffset(2026, 11, 23, 23, 5, 0, TimeSpan.FromHours(-3));
        Assert.Equal(evening, Schedule.NextAfter(RunKind.EndOfDay, evening.AddHours(-3)));
        Assert.Equal(evening.AddDays(-1), Schedule.LatestAt(RunKind.EndOfDay, evening.AddHours(-3)));
    }
}
