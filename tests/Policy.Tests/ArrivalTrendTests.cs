namespace MailDispatcher.Policy.Tests;

public sealed class ArrivalTrendTests
{
    [Fact]
    public void Of_LessThanTwoWeeks_IsNone() =>
        Assert.Equal(1, Trend(Enumerable.Range(1, 13).Select(d => 20 * d)).Of(0, 0));

    [Fact]
    public void Of_DaysAlike_IsNone()
    {
        var trend = Trend(Enumerable.Range(0, 28).Select(d => d % 7 < 5 ? 300 : 90));
        Assert.All(Enumerable.Range(0, 28), day => Assert.Equal(1, trend.Of(day, 5)));
    }

    [Fact]
    public void Of_AWeekThatChanceMakesBusier_IsNone()
    {
        var trend = Trend(Enumerable.Range(0, 28).Select(d => d < 21 ? 200 : 220));
        Assert.Equal(1, trend.Of(0, 0));
    }

    [Fact]
    public void Of_AHandfulOfMails_IsNone() =>
        Assert.Equal(1, Trend(Enumerable.Range(0, 28).Select(d => d < 21 ? 1 : 6)).Of(0, 0));

    [Theory]
    [InlineData(0, 2.5)] // as it was before
    [InlineData(27, 1)] // as it is now
    public void Of_AStepAWeekAgo_ConcernsTheDaysBeforeIt(int day, double times)
    {
        var trend = Trend(Enumerable.Range(0, 28).Select(d => d < 21 ? 120 : 300));
        Assert.Equal(times, trend.Of(day, 0), precision: 9);
        Assert.Equal(times, trend.Of(day, 9), precision: 9); // a step is no slope
    }

    [Fact]
    public void Of_AStepThreeDaysAgo_IsSeenAlready() =>
        Assert.Equal(2.5, Trend(Enumerable.Range(0, 28).Select(d => d < 25 ? 120 : 300)).Of(0, 0), precision: 9);

    [Fact]
    public void Of_AStepDown_IsLess() =>
        Assert.Equal(0.4, Trend(Enumerable.Range(0, 28).Select(d => d < 21 ? 300 : 120)).Of(0, 0), precision: 9);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(14, 0)]
    [InlineData(14, 7)]
    [InlineData(26, 3)]
    public void Of_GrowthOfThreePercentADay_GoesOn(int day, int ahead)
    {
        var trend = Trend(Enumerable.Range(0, 42).Select(d => (int)(200 * Math.Pow(1.03, d))));
        Assert.Equal(Math.Pow(1.03, 42 + ahead - Math.Max(3, day)), trend.Of(day, ahead), tolerance: 0.12);
    }

    [Fact]
    public void Scaled_ADay_HasSoManyMoreOfEachKindAtTheSameHours()
    {
        ProfileGroup[] day = [new(3, 10, 0, [100, 200, 300, 400]), new(1, 1, 2, [.. Enumerable.Range(0, 100)])];

        var more = ProfileGroup.Scaled(day, 1.5);

        Assert.Equal([6, 150], more.Select(g => g.Times.Length));
        Assert.Equal([100, 200, 200, 300, 400, 400], more[0].Times);
        Assert.Equal(
            day.Select(g => (g.Level, g.Value, g.LastsDays)),
            more.Select(g => (g.Level, g.Value, g.LastsDays))
        );
        Assert.Same(day, ProfileGroup.Scaled(day, 1));
    }

    [Fact]
    public void Scaled_OfManySmallGroups_RoundsInTheWhole()
    {
        ProfileGroup[] day = [.. Enumerable.Range(0, 100).Select(level => new ProfileGroup(level, level, 0, [level]))];
        Assert.Equal(40, ProfileGroup.Scaled(day, 0.4).Sum(g => g.Times.Length));
    }

    private static ArrivalTrend Trend(IEnumerable<int> mails) =>
        new([.. mails.Select(n => (ProfileGroup[])[new ProfileGroup(1, 1, 3, new int[n])])]);
}
