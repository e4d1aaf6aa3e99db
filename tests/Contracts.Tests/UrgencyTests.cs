namespace MailDispatcher.Contracts.Tests;

public sealed class UrgencyTests
{
    private static readonly TimeZoneInfo Recife = TimeZoneInfo.FindSystemTimeZoneById("America/Recife");

    // 2026-11-21 01:00 UTC is still the 20th in Recife.
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 1, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0.5, 200)]
    [InlineData(1.9, 200)]
    [InlineData(2.1, 199)]
    [InlineData(26.1, 198)]
    [InlineData(-48, 200)]
    [InlineData(24 * 500, 1)]
    public void Of_CountsCalendarDaysOfTheZone(double hoursAhead, int urgency) =>
        Assert.Equal(urgency, Urgency.Of(Now.AddHours(hoursAhead), Now, Recife));

    [Theory]
    [InlineData(0, 10, 10)]
    [InlineData(1, 10, 9)]
    [InlineData(9, 10, 1)]
    [InlineData(30, 10, 1)]
    [InlineData(0, 255, 200)]
    [InlineData(3, 255, 197)]
    [InlineData(0, 1, 1)]
    [InlineData(5, 0, 0)]
    public void BrokerLevel_IsTopMinusDays(int days, int levels, byte level) =>
        Assert.Equal(level, Urgency.BrokerLevel(Now.AddDays(days), Now, Recife, levels));
}
