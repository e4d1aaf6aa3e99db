using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Provider;
using MailDispatcher.Core.Reports;
using MailDispatcher.Web.View;

namespace MailDispatcher.Page.Tests;

/// <summary>Mail that was sent and reached nobody: said where it says sent, and no day of such mail is good.</summary>
public sealed class UnreachedMailTests(Browser browser)
{
    private const string TheDay = "section[aria-label='The day so far']";
    private const string Trouble = $"{TheDay} .legend .miss";

    [Fact]
    public async Task Day_WithMailThatReachedNobody_SaysHowManyBesideThoseSentAndLeadsToThem()
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Bounced()));
        var page = await browser.OpenAsync(served.Url);
        Assert.Equal(
            ["109 of them reached nobody", "2 of them complained"],
            (await page.Locator(Trouble).AllInnerTextsAsync()).Select(text => text.Trim())
        );
        Assert.Matches("157 sent\\s+109 of them reached nobody", await page.InnerTextAsync($"{TheDay} .legend"));
        Assert.Equal(2, await page.Locator($"{Trouble} .mark.bad").CountAsync());
        await page.ClickAsync($"{TheDay} a[href='/search?q=2026-11-20']");
        Assert.Contains("found for “2026-11-20”", await page.InnerTextAsync("h1"), StringComparison.Ordinal);
        await page.DoneAsync();
    }

    [Fact]
    public async Task Day_OfWhichTheProviderToldNothing_ClaimsNothingAsDelivered()
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm()));
        var page = await browser.OpenAsync(served.Url);
        Assert.Equal(0, await page.Locator(Trouble).CountAsync());
        var day = await page.InnerTextAsync(TheDay);
        Assert.Contains("what became of the mails sent is not known in full", day, StringComparison.Ordinal);
        Assert.DoesNotContain("delivered", day, StringComparison.OrdinalIgnoreCase);
        await page.DoneAsync();
    }

    [Theory]
    [InlineData(0, "good")]
    [InlineData(5, "warning")]
    [InlineData(12, "bad")]
    public async Task DaysReport_WithMailThatReachedNobody_IsAsBadAsItsShare(int bounced, string level)
    {
        var report = Report(bounced);
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm()) { Report = report });
        var page = await browser.OpenAsync(served.Url);
        await page.GotoAsync("/days/2026-11-20");
        Assert.Equal(1, await page.Locator($".verdict.{level} h1:has-text('12 mails sent on time')").CountAsync());
        Assert.Equal((bounced, bounced), (report.ReachedNobody, DayHours.Of(report.Counts).ReachedNobody));
        Assert.Equal(bounced > 0 ? 1 : 0, await page.Locator(".legend .miss").CountAsync());
        await page.DoneAsync();
    }

    private static DayReport Report(int bounced)
    {
        var recife = new CreditDay(TimeZoneInfo.FindSystemTimeZoneById(Given.Zone));
        var memory = new Projection(recife.Zone, new ValueTable());
        for (var n = 0; n < 12; n++)
        {
            var mail = Given.Id(n);
            memory.Apply(
                new JournalEvent.Requested
                {
                    At = Given.Now,
                    Mail = mail,
                    Arrived = Given.Now,
                    Deadline = Given.Now.AddDays(3),
                    Template = 7,
                }
            );
            memory.Apply(
                new JournalEvent.Attempted
                {
                    At = Given.Now,
                    Mail = mail,
                    Key = mail,
                    Urgency = 199,
                    Template = 7,
                }
            );
            memory.Apply(
                new JournalEvent.Accepted
                {
                    At = Given.Now,
                    Mail = mail,
                    Evidence = Evidence.Answer,
                }
            );
            if (n < bounced)
                memory.Apply(
                    new JournalEvent.ProviderReported
                    {
                        At = Given.Now,
                        Mail = mail,
                        Report = ProviderEventKind.HardBounced,
                        HappenedAt = Given.Now,
                        Source = ReportSource.Webhook,
                    }
                );
        }

        return DayReport.Of(memory, DateOnly.FromDateTime(Given.Now.Date), recife, Given.Now);
    }
}
