using System.Globalization;
using System.Text.Json;
using MailDispatcher.Clock;
using MailDispatcher.Contracts;
using MailDispatcher.TestKit;

namespace MailDispatcher.Page.Tests;

/// <summary>A day that ends, on a fast clock: reported once, in log, journal, page and command.</summary>
public sealed class DayEndTests(SharedBroker broker, Browser browser)
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 13, 0, 0, TimeSpan.FromHours(-3));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Day_ThatEnds_IsReportedOnceAndEverywhereTheSame()
    {
        var vhost = await broker.CreateVhostAsync();
        var clock = DaemonUnderTest.Clock(Noon, 3000);
        var time = new FastClock(DateTimeOffset.Parse(clock["Clock__Origin"]!, CultureInfo.InvariantCulture), Noon, 3000);
        await using (var live = await LiveDaemon.StartAsync(vhost, clock, time, Cancel))
        {
            live.Sandbox.Sandbox.Credits.Set(5);
            var tonight = Noon.Date.AddHours(23.5);
            await LiveDaemon.PublishAsync(vhost,
            [
                .. Enumerable.Range(0, 8).Select(_ => LiveDaemon.Mail(new DateTimeOffset(tonight, Noon.Offset), template: MailTemplate.MentoringCancelled)),
                LiveDaemon.Mail(Noon.AddDays(20)),
            ], Cancel, time);
            var line = await live.Daemon.Program.WaitForLineAsync(l => l.Contains("Day 2026-11-20 ended", StringComparison.Ordinal), TimeSpan.FromSeconds(90), Cancel);
            Assert.Contains("5 mails sent on time, 3 missed (missed by template: mentoring_cancelled 3)", line, StringComparison.Ordinal);
            Assert.Contains("0 credits left; 8 credits a day, well spent, would have been enough; the day had 5.", line, StringComparison.Ordinal);
            await live.Daemon.Program.TerminateAsync();
        }

        var evening = Noon.Date.AddDays(1).AddHours(23.5);
        var next = DaemonUnderTest.Clock(new DateTimeOffset(evening, Noon.Offset), 600);
        await using var later = await LiveDaemon.StartAsync(vhost, next, cancellationToken: Cancel);
        await later.Daemon.Program.WaitForLineAsync(l => l.Contains("Day 2026-11-21 ended", StringComparison.Ordinal), TimeSpan.FromSeconds(90), Cancel);
        Assert.DoesNotContain("Day 2026-11-20 ended", later.Daemon.Program.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("@", later.Daemon.Program.Output, StringComparison.Ordinal);

        var page = await browser.OpenAsync(new Uri(later.Daemon.Page, "days/2026-11-20"), script: false);
        await page.GotoAsync("/days/2026-11-20");
        Assert.Equal("Friday, 20 November 2026: 5 mails sent on time, 3 missed", await page.InnerTextAsync("h1"));
        Assert.Contains("8 credits a day, well spent, would have been enough", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await Browser.ShootAsync(page, "day");
        await page.GotoAsync("/");
        Assert.Contains("20 November: 5 sent, 3 missed", await page.InnerTextAsync("section[aria-label='Last events']"), StringComparison.Ordinal);
        await page.Context.CloseAsync();
        Assert.Equal(404, (await later.Daemon.GetAsync("days/2099-01-01", Cancel)).Status);

        await using var command = await ProgramUnderTest.RunAsync("consumer", ["report", "--day", "2026-11-20", "--json"], new Dictionary<string, string?> { ["QUEUE_SERVICE_URL"] = vhost.AbsoluteUri });
        Assert.Equal(0, await command.WaitForExitAsync(cancellationToken: Cancel));
        var told = JsonDocument.Parse(command.Output).RootElement;
        Assert.Equal((5, 3, 8), (told.GetProperty("sent").GetInt32(), told.GetProperty("missed").GetInt32(), told.GetProperty("sufficient_credits").GetInt32()));
        Assert.Equal(told.GetRawText(), JsonDocument.Parse((await later.Daemon.GetAsync("api/days/2026-11-20", Cancel)).Text).RootElement.GetRawText());
    }
}
