
namespace MailDispatcher.Policy.Tests;

public sealed class CreditsTests
{
    [Fact]
    public void Slack_OfDays_CountsTodaysRestAndEachLaterDay()
    {
        const int unused = 0;

        Assert.Equal(
            [
                5, 15, 55, // today; and tomorrow; and the four days for which the last one stands
                unused, 10, 50,
                unused, unused, 40,
            ],
            new Credits(Today: 5, ADay: 10, TailDays: 4).Slack([1, 1, 1]));
    }
}
