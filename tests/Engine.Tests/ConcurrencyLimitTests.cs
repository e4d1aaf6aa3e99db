namespace MailDispatcher.Engine.Tests;

/// <summary>How many calls run side by side.</summary>
public sealed class ConcurrencyLimitTests
{
    [Theory]
    [InlineData(64, 16)]
    [InlineData(4, 4)]
    public void Limit_BeginsLow(int most, int first) => Assert.Equal(first, new ConcurrencyLimit(most).Now);

    [Fact]
    public void Limit_GrowsByOneWhileAllAreInUse_AndNotBeyondTheMost()
    {
        var limit = new ConcurrencyLimit(18);
        limit.Succeeded(wasFull: false);
        Assert.Equal(16, limit.Now);
        limit.Succeeded(wasFull: true);
        Assert.Equal(17, limit.Now);
        limit.Succeeded(wasFull: true);
        limit.Succeeded(wasFull: true);
        Assert.Equal(18, limit.Now);
    }

    [Fact]
    public void Limit_HalvesWithEachFailure_AndLeavesOne()
    {
        var limit = new ConcurrencyLimit(64);
        limit.Failed();
        Assert.Equal(8, limit.Now);
        for (var n = 0; n < 9; n++)
            limit.Failed();
        Assert.Equal(1, limit.Now);
        limit.Succeeded(wasFull: true);
        Assert.Equal(2, limit.Now);
    }
}
