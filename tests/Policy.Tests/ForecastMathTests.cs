namespace MailDispatcher.Policy.Tests;

public sealed class ForecastMathTests
{
    [Theory]
    [InlineData(0, 0, 0, 0)] // nothing misses
    [InlineData(3, 3, 0, 3)] // one credit each
    [InlineData(3, 5, 4, 5)] // two expected ones come first
    [InlineData(3, 7, 4, 7)]
    [InlineData(3, 8, 4, null)] // more than a credit each and those expected: credits are not what is missing
    public void CreditsMissing_IsTheLeastThatSavesAll(int missing, int enough, int forOthers, int? credits) =>
        Assert.Equal(
            (credits, credits is null ? missing : 0),
            ForecastMath.CreditsMissing(missing, k => k >= enough ? 0 : missing, forOthers)
        );

    [Fact]
    public void CreditsMissing_SomeAreBeyondHelp_SavesTheOthers() =>
        Assert.Equal((2, 1), ForecastMath.CreditsMissing(3, k => Math.Max(1, 3 - k)));
}
