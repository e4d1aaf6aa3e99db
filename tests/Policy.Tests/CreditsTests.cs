namespace MailDispatcher.Policy.Tests;

public sealed class CreditsTests
{
    [Fact]
    public void Slack_OfDays_CountsTodaysRestAndEachLaterDay()
    {
        const int Unused = 0;

        Assert.Equal(
            [
                5,
                15,
                55, // today; and tomorrow; and the four days for which the last one stands
                Unused,
                10,
                50,
                Unused,
                Unused,
                40,
            ],
            new Credits(Today: 5, ADay: 10, TailDays: 4).Slack([1, 1, 1])
        );
    }
}
