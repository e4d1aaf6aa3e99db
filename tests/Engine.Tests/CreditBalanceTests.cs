using static MailDispatcher.Engine.Tests.Events;

namespace MailDispatcher.Engine.Tests;

public sealed class CreditBalanceTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);
    private static readonly Guid Other = Guid.Parse("00000000-0000-4000-8000-000000000002");

    [Fact]
    public void Credits_BeforeAnyReading_AreUnknownAndNotZero()
    {
        var credits = Memory(Attempted(), Accepted()).Credits;
        Assert.Null(credits.Left);
        Assert.False(credits.IsUnlimited);
    }

    [Fact]
    public void Credits_AreSpentWhenTheAttemptBegins() =>
        Assert.Equal(9, Memory(Credits(10), Attempted()).Credits.Left);

    [Fact]
    public void Credits_OfAMailThatWasSent_StaySpent() =>
        Assert.Equal(9, Memory(Credits(10), Attempted(), Accepted()).Credits.Left);

    [Fact]
    public void Credits_OfAMailCertainlyNotTaken_ComeBack() =>
        Assert.Equal(10, Memory(Credits(10), Attempted(), Deferred(Now.AddMinutes(1))).Credits.Left);

    [Fact]
    public void Credits_OfARefusedMail_ComeBack() =>
        Assert.Equal(10, Memory(Credits(10), Attempted(), Parked()).Credits.Left);

    [Fact]
    public void Credits_OfAnUncertainMailThatIsRepeated_AreSpentOnce() =>
        Assert.Equal(9, Memory(Credits(10), Attempted(), Attempted()).Credits.Left);

    [Fact]
    public void Reading_WithAnUncertainMail_CountsItAsSpent() =>
        Assert.Equal(9, Memory(Attempted(), Credits(10)).Credits.Left);

    [Fact]
    public void Reading_ADayAfterTheUncertainAttempt_CountsItNoMore() =>
        Assert.Equal(10, Memory(Attempted(), Credits(10, at: Now.AddDays(1).AddSeconds(1))).Credits.Left);

    [Fact]
    public void Credits_MoreSpentThanRead_AreNeverNegative() =>
        Assert.Equal(0, Memory(Credits(1), Attempted(), Attempted(Other)).Credits.Left);

    [Theory]
    [InlineData(10, 10, 0)]
    [InlineData(7, 10, -3)]
    [InlineData(12, 10, 2)]
    public void Reading_OtherThanExpected_ShowsTheDrift(int remaining, int expected, int drift) =>
        Assert.Equal(drift, Memory(Credits(remaining, expected)).Credits.Drift);

    [Fact]
    public void Reading_OfAPlanWithoutALimit_IsUnlimitedAndNoNumber()
    {
        var credits = Memory(Credits(null), Attempted()).Credits;
        Assert.True(credits.IsUnlimited);
        Assert.Null(credits.Left);
    }

    [Fact]
    public void CreditsADay_WhileNoWholeDayIsKnown_AreNotLearned() =>
        Assert.Null(Memory(Credits(120), Credits(90, at: Now.AddHours(3))).Days.CreditsADay(Today));

    [Fact]
    public void CreditsADay_AreTheMostThatTheLastWholeDayTold() =>
        Assert.Equal(
            50,
            Memory(
                Credits(300),
                Credits(300, at: Now.AddDays(1)),
                Credits(0, at: Now.AddDays(2).AddHours(-10)),
                Credits(50, at: Now.AddDays(2).AddHours(-8)),
                Credits(20, at: Now.AddDays(2)),
                Credits(30, at: Now.AddDays(3))
            )
                .Days.CreditsADay(Today.AddDays(3))
        );

    [Fact]
    public void CreditsADay_OfAPlanThatGrewToday_AreTodays() =>
        Assert.Equal(
            900,
            Memory(Credits(300), Credits(300, at: Now.AddDays(1)), Credits(900, at: Now.AddDays(2)))
                .Days.CreditsADay(Today.AddDays(2))
        );

    [Fact]
    public void CreditsADay_OfADayThatHadNone_AreThoseOfTheDayBefore() =>
        Assert.Equal(
            300,
            Memory(Credits(300), Credits(300, at: Now.AddDays(1)), Credits(0, at: Now.AddDays(2)))
                .Days.CreditsADay(Today.AddDays(3))
        );
}
