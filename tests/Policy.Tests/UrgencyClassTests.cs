using MailDispatcher.Core.Names;
using MailDispatcher.Core.Policy;
using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

public sealed class UrgencyClassTests
{
    [Theory]
    [InlineData(-1, UrgencyClass.Urgent)]
    [InlineData(24, UrgencyClass.Urgent)]
    [InlineData(24.1, UrgencyClass.Soon)]
    [InlineData(72, UrgencyClass.Soon)]
    [InlineData(72.1, UrgencyClass.Later)]
    public void Of_HoursBeforeTheDeadline_IsOneOfThree(double hours, UrgencyClass urgency) =>
        Assert.Equal(urgency, UrgencyClasses.Of(Monday.AddHours(hours), Monday));

    [Fact]
    public void Names_OfAllClasses_AreThoseOfTheMetrics() =>
        Assert.Equal(["urgent", "soon", "later"], EnumName.All<UrgencyClass>());
}
