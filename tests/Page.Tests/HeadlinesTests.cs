using MailDispatcher.Core.Reports;
using MailDispatcher.Web.View;

namespace MailDispatcher.Page.Tests;

/// <summary>What the headline says of mails that will miss, and of what would help.</summary>
public sealed class HeadlinesTests
{
    [Theory]
    [InlineData(5, 0, 5, 0, "5 more credits would save them. 140 mails wait.")]
    [InlineData(5, 5, 5, 0, "5 more credits would save them. 140 mails wait.")]
    [InlineData(9, 5, 12, 0, "4 later ones will miss too. 12 more credits would save them all. 140 mails wait.")]
    [InlineData(6736, 803, 5933, 803, "5,933 later ones will miss too. 5,933 more credits would save all but 803 of them. 140 mails wait.")]
    [InlineData(3, 3, null, 3, "More credits would not save them. 140 mails wait.")]
    public void Misses_AreToldWithWhatWouldSaveThem(int count, int urgent, int? needed, int beyondHelp, string told)
    {
        var calm = Given.Calm();
        var misses = new MissesAhead(count, urgent, Given.Now.AddHours(1), needed, beyondHelp, null);
        var headline = Headlines.Of(calm.Health, 140, misses, calm.Credits, [], Given.Now, paused: false, new TimeFormat(TimeZoneInfo.Utc, Given.Now));
        Assert.Equal((urgent > 0 ? HealthLevel.Bad : HealthLevel.Warning, told), (headline.State, headline.Detail));
    }
}
