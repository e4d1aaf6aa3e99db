using MailDispatcher.Web.View;

namespace MailDispatcher.Page.Tests;

public sealed class MailQueryTests
{
    private static readonly TimeZoneInfo Recife = TimeZoneInfo.FindSystemTimeZoneById("America/Recife");

    [Theory]
    [InlineData("2026-11-26", "2026-11-26T03:00:00Z", true)]
    [InlineData("2026-11-26", "2026-11-26T02:59:59Z", false)]
    [InlineData("2026-11-26", "2026-11-27T02:59:59Z", true)]
    [InlineData("2026-11-26 10", "2026-11-26T13:59:59Z", true)]
    [InlineData("2026-11-26T10", "2026-11-26T14:00:00Z", false)]
    [InlineData("2026-11-26 10:30", "2026-11-26T13:30:59Z", true)]
    [InlineData("2026-11-26 10:30", "2026-11-26T13:31:00Z", false)]
    [InlineData("2026-13-40", "2026-11-26T13:31:00Z", false)]
    [InlineData("9999-12-31", "2026-11-26T13:31:00Z", false)]
    [InlineData("mentor", "2026-11-26T13:31:00Z", false)]
    public void Time_FindsWhatHappenedInIt(string text, string at, bool isFound) =>
        Assert.Equal(isFound, new MailQuery(text, Recife).Touches(null, DateTimeOffset.Parse(at, null)));

    [Fact]
    public void Day_IsAlsoTheBeginningOfAnId()
    {
        var query = new MailQuery("2026-11-26", Recife);
        Assert.True(query.Matches(Guid.Parse("20261126-0000-4000-8000-000000000000"), "any", null));
        Assert.False(query.Matches(Guid.Parse("30261126-0000-4000-8000-000000000000"), "any", null));
    }
}
