namespace MailDispatcher.Policy.Tests;

public sealed class CreditDayTests
{
    [Fact]
    public void ResetAfter_AtTheReset_IsADayLater()
    {
        Assert.Equal(Given.At(0, day: 1), Given.Utc.ResetAfter(Given.At(0)));
        Assert.Equal(Given.At(0, day: 1), Given.Utc.ResetAfter(Given.At(0, day: 1).AddTicks(-1)));
    }

    [Fact]
    public void Of_AnotherZone_IsTheDateThere()
    {
        var recife = new CreditDay(TimeZoneInfo.FindSystemTimeZoneById("America/Recife"));

        Assert.Equal(new DateOnly(2026, 3, 1), recife.Of(Given.At(2.9)));
        Assert.Equal(new DateOnly(2026, 3, 2), recife.Of(Given.At(3)));
        Assert.Equal(Given.At(3), recife.StartOf(new DateOnly(2026, 3, 2)));
    }

    [Theory]
    [InlineData("America/New_York", "2026-03-08", 23)]
    [InlineData("America/New_York", "2026-11-01", 25)]
    [InlineData("America/Santiago", "2026-09-06", 23)] // midnight is skipped
    [InlineData("America/Havana", "2026-11-01", 25)] // midnight comes twice
    [InlineData("Asia/Kathmandu", "2026-11-01", 24)]
    public void StartOf_WhereClocksChange_MakesDaysOfTheirTrueLength(string zone, string date, double hours)
    {
        var day = new CreditDay(TimeZoneInfo.FindSystemTimeZoneById(zone));
        var changing = DateOnly.ParseExact(date, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var start = day.StartOf(changing);

        Assert.Equal(changing, day.Of(start));
        Assert.Equal(changing.AddDays(-1), day.Of(start.AddTicks(-1)));
        Assert.Equal(hours, (day.ResetAfter(start) - start).TotalHours);
    }
}
