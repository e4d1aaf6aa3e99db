using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

public sealed class HeldTimesTests
{
    [Fact]
    public void MoreThanAWindowLetsThrough_WaitForTheNextOnes()
    {
        var left = Allowance.Parse("2/hour 5/day").LeftAt(At(9.5), Utc, [At(9.1), At(9.2)]);

        Assert.Equal(
            [At(10), At(10), At(11), At(24), At(24), At(25)],
            HeldTimes.Of(left, Enumerable.Repeat(At(40), 6), At(9.5), Utc)
        );
    }

    [Fact]
    public void OneThatComesTooLate_LeavesItsPlaceToOthers()
    {
        var left = Allowance.Parse("1/hour").LeftAt(At(9.5), Utc, [At(9.1)]);

        Assert.Equal(
            [At(10), null, At(11), null],
            HeldTimes.Of(left, [At(10.5), At(10.6), At(12), At(12)], At(9.5), Utc)
        );
    }

    [Fact]
    public void WindowOfNone_NeverLetsOneGo() =>
        Assert.Equal(
            [null, null],
            HeldTimes.Of(Allowance.Parse("0/day").LeftAt(At(9), Utc, []), [At(40), At(50)], At(9), Utc)
        );
}
