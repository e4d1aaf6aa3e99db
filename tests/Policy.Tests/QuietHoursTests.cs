namespace MailDispatcher.Policy.Tests;

/// <summary>In its template's quiet hours a mail waits for their end, unless it would miss by that.</summary>
public sealed class QuietHoursTests
{
    private const int Reminder = 17;

    private static readonly TimeZoneInfo Recife = TimeZoneInfo.FindSystemTimeZoneById("America/Recife");
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("21:59", null)]
    [InlineData("22:00", "10T07:00")]
    [InlineData("23:30", "10T07:00")]
    [InlineData("00:00", "09T07:00")]
    [InlineData("06:59", "09T07:00")]
    [InlineData("07:00", null)]
    [InlineData("12:00", null)]
    public void Hold_ByTheClocksOfItsZone_UntilTheEnd(string now, string? until)
    {
        var at = At("09T" + now);
        Assert.Equal(until is null ? null : At(until), Nights(Recife).Hold(Reminder, at.AddDays(2), at));
    }

    [Theory]
    [InlineData("12:00", "13:30", "12:30", "09T13:30")]
    [InlineData("12:00", "13:30", "13:30", null)]
    public void Hold_WithinOneDay_EndsTheSameDay(string from, string to, string now, string? until)
    {
        var at = At("09T" + now);
        Assert.Equal(until is null ? null : At(until), Quiet(Recife, $"{from}-{to}").Hold(Reminder, at.AddDays(2), at));
    }

    [Fact]
    public void Hold_OfAMailThatWouldMissByIt_LetsItGo()
    {
        var (night, end) = (At("09T23:00"), At("10T07:00"));
        Assert.Null(Nights(Recife).Hold(Reminder, end, night));
        Assert.Null(Nights(Recife).Hold(Reminder, night.AddHours(2), night));
        Assert.Equal(end, Nights(Recife).Hold(Reminder, end.AddSeconds(1), night));
    }

    [Fact]
    public void Hold_OfAnotherTemplate_ChangesNothing()
    {
        var night = At("09T23:00");
        Assert.Null(Nights(Recife).Hold(Reminder + 1, night.AddDays(2), night));
        Assert.False(Nights(Recife).Concern(Reminder + 1));
    }

    [Theory]
    [InlineData("09T12:00", "09T23:00", "10T07:00")]
    [InlineData("09T12:00", "09T20:00", "09T20:00")]
    [InlineData("09T23:00", "10T09:00", "10T09:00")]
    [InlineData("09T23:00", "09T20:00", "10T07:00")]
    public void Hold_OfAMailThatWaitsAnyway_JudgesTheTimeAtWhichItMightGo(string now, string notBefore, string until) =>
        Assert.Equal(At(until), Nights(Recife).Hold(Reminder, At("12T12:00"), At(now), At(notBefore)));

    /// <summary>On 29 March 2026 Berlin's clocks go from 2 to 3: the night is an hour shorter, and 02:30 never comes.</summary>
    [Theory]
    [InlineData("22:00-07:00", "2026-03-29T07:00+02:00")]
    [InlineData("22:00-02:30", "2026-03-29T03:00+02:00")]
    public void Hold_WhereTheClocksChange_EndsWhenTheyShowTheEnd(string span, string end)
    {
        var night = DateTimeOffset.Parse("2026-03-28T23:00+01:00", null);
        Assert.Equal(DateTimeOffset.Parse(end, null), Quiet(Berlin, span).Hold(Reminder, night.AddDays(2), night));
    }

    [Theory]
    [InlineData("09T21:59", "09T22:00")]
    [InlineData("09T22:00", "10T22:00")]
    [InlineData("10T03:00", "10T22:00")]
    public void BeginAfter_AnyMoment_IsTheNextOnesBegin(string now, string next) =>
        Assert.Equal(At(next), Nights(Recife).BeginAfter(At(now)));

    [Fact]
    public void BeginAfter_WithoutAny_IsNever() => Assert.Null(QuietHours.None.BeginAfter(At("09T12:00")));

    [Theory]
    [InlineData("22:00")]
    [InlineData("22:00-22:00")]
    [InlineData("22-07")]
    [InlineData("24:00-07:00")]
    [InlineData("22:00-07:00-08:00")]
    [InlineData("")]
    public void Parse_OfWhatIsNoSpan_IsNull(string text) => Assert.Null(QuietSpan.Parse(text));

    private static QuietHours Nights(TimeZoneInfo zone) => Quiet(zone, "22:00-07:00");

    private static QuietHours Quiet(TimeZoneInfo zone, string span) =>
        new(zone, new Dictionary<int, QuietSpan> { [Reminder] = QuietSpan.Parse(span)!.Value });

    // In Recife, November 2026.
    private static DateTimeOffset At(string dayAndTime) => DateTimeOffset.Parse($"2026-11-{dayAndTime}-03:00", null);
}
