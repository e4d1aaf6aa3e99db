using System.Globalization;
using System.Text;

namespace MailDispatcher.Contracts.Tests;

/// <summary>Times as the libraries of other languages write them.</summary>
public sealed class WireTimeTests
{
    private static readonly TimeZoneInfo Recife = TimeZoneInfo.FindSystemTimeZoneById("America/Recife");

    [Theory]
    [InlineData("2026-12-01T10:00:00.123456789Z", "2026-12-01T10:00:00.1234567Z")] // Go, Java's Instant
    [InlineData("2026-12-01t10:00:00z", "2026-12-01T10:00:00Z")]
    [InlineData("2026-12-01 10:00:00 -0300", "2026-12-01T13:00:00Z")] // Ruby's Time#to_s
    [InlineData("2026-12-01 10:00:00 UTC", "2026-12-01T10:00:00Z")]
    [InlineData("2026-12-01 10:00:00 +0000 UTC", "2026-12-01T10:00:00Z")] // Go's Time.String
    [InlineData("2026-12-01T10:00:00-0300", "2026-12-01T13:00:00Z")]
    [InlineData("2026-12-01 10:00:00.5-03", "2026-12-01T13:00:00.5Z")] // PostgreSQL
    [InlineData("2026-12-01T10:00-03:00[America/Recife]", "2026-12-01T13:00:00Z")] // Java's ZonedDateTime
    [InlineData("2026-12-01T10:00:00-00:00", "2026-12-01T10:00:00Z")]
    [InlineData("2026-12-01T10:00:00+23:59", "2026-11-30T10:01:00Z")]
    [InlineData("2026-12-31T23:59:60Z", "2027-01-01T00:00:00Z")]
    [InlineData(" 2026-12-01T10:00:00,5Z ", "2026-12-01T10:00:00.5Z")]
    public void Decode_TimeWithAZone_IsThatInstant(string written, string expected) =>
        Assert.Equal(At(expected), Assert.IsType<DecodedMail.Valid>(Decode(written)).Request.Deadline);

    [Theory]
    [InlineData("2026-12-01T10:00:00")] // Python's datetime.now().isoformat()
    [InlineData("2026-12-01 10:00:00.123456")]
    [InlineData("2026-12-01T10:00")]
    public void Decode_TimeWithoutAZone_IsReadOnlyInAZoneThatIsGiven(string written)
    {
        var refused = Assert.IsType<DecodedMail.Unreadable>(Decode(written));
        Assert.Equal("deadline", refused.Field);
        Assert.StartsWith("has no zone, and none is guessed", refused.Rule, StringComparison.Ordinal);
        var read = Assert.IsType<DecodedMail.Valid>(Decode(written, Recife)).Request.Deadline;
        Assert.Equal(At("2026-12-01T13:00:00Z"), read.AddTicks(-(read.Ticks % TimeSpan.TicksPerSecond)));
    }

    [Fact]
    public void Decode_HourThatComesTwiceOrNever_IsNeverLate()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        Assert.Equal(At("2027-10-31T00:30:00Z"), Read("2027-10-31T02:30:00"));
        Assert.Equal(At("2027-03-28T01:30:00Z"), Read("2027-03-28T02:30:00"));
        DateTimeOffset Read(string written) =>
            Assert.IsType<DecodedMail.Valid>(Decode(written, berlin)).Request.Deadline;
    }

    [Theory]
    [InlineData("2026-02-29T10:00:00Z")]
    [InlineData("2026-12-01T24:00:00Z")]
    [InlineData("2026-12-01T10:60:00Z")]
    [InlineData("2026-12-01T10:00:00+24:00")]
    [InlineData("2026-12-01")]
    [InlineData("01/12/2026 10:00")]
    [InlineData("1764000000")]
    [InlineData("٢٠٢٦-12-01T10:00:00Z")]
    public void Decode_NoTime_SaysSo(string written) =>
        Assert.StartsWith(
            "deadline: not a time",
            Assert.IsType<DecodedMail.Unreadable>(Decode(written, Recife)).Reason,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("0000-01-01T00:00:00+23:00")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:60-23:00")]
    [InlineData("1969-12-31T23:59:59Z")]
    public void Decode_TimeNobodyMeans_SaysWhichYearsAreTaken(string written) =>
        Assert.Equal(
            "deadline: outside the years 1970 to 2199",
            Assert.IsType<DecodedMail.Unreadable>(Decode(written)).Reason
        );

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);

    private static DecodedMail Decode(string deadline, TimeZoneInfo? zone = null) =>
        MailRequestCodec.Decode(
            Encoding.UTF8.GetBytes(
                $$"""{"template":50,"recipient":{"email":"a@example.com"},"params":{},"deadline":"{{deadline}}"}"""
            ),
            new MailRequestCodecOptions { Zone = zone }
        );
}
