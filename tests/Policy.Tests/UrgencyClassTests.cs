using MailDispatcher.Core.Policy;
using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

public sealed class UrgencyClassTests
{
    [Theory]
    [InlineData(-1, "urgent")]
    [InlineData(24, "urgent")]
    [InlineData(24.1, "soon")]
    [InlineData(72, "soon")]
    [InlineData(72.1, "later")]
    public void Of_HoursBeforeTheDeadline_IsOneOfThree(double hours, string urgency) =>
        Assert.Equal(urgency, UrgencyClass.Of(Monday.AddHours(hours), Monday));

    [Fact]
    public void All_NamesEachClassOnce() => Assert.Equal(["urgent", "soon", "later"], UrgencyClass.All);
}
