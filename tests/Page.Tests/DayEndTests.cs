using System.Globalization;
using System.Text.Json;
using MailDispatcher.Clock;
using MailDispatcher.Contracts;
using MailDispatcher.TestKit;

namespace MailDispatcher.Page.Tests;

/// <summary>A day that ends, on a fast clock: reported once, in log, journal, page and command.</summary>
public sealed class DayEndTests(SharedBroker broker, Browser browser)
{
    private static readonly DateTimeOffset Evening = new(2026, 11, 20, 20, 0, 0, TimeSpan.FromHours(-3));
    private static readonly DateTimeOffset BeforeMidnight = Evening.AddHours(3.97);
    private static readonly Dictionary<string, string?> NoRuns = new()
    {
        ["Schedule__Hourly"] = "0 0 0 1 1 ? 2099",
        ["Schedule__EndOfDay"] = "0 0 0 1 1 ? 2099",
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Day_ThatEnds_IsReportedOnceAndEverywhereTheSame()
    {
        var vhost = await broker.CreateVhostAsync();
        await SpendTheEveningAsync(vhost);

        // However slowly a daemon starts, the day has ended soon, or already.
        await using (
            var live = await LiveDaemon.StartAsync(
                vhost,
                [.. NoRuns, .. DaemonUnderTest.Clock(BeforeMidnight, 60)],
                credits: 0,
                cancellationToken: Cancel
            )
        )
        {
            var line = await DayEndsAsync(live, "2026-11-20");
            Assert.Contains(
                "5 mails sent on time, 3 missed (missed by template: mentoring_cancelled 3)",
                line,
                StringComparison.Ordinal
            );
            Assert.Contains(
                "0 credits left; 8 credits a day, well spent, would be enough for all that had come, due until ",
                line,
                StringComparison.Ordinal
            );
            Assert.Contains(
                "mentoring_cancelled 3); what became of them was not told; ",
                line,
                StringComparison.Ordinal
            );
            await live.Daemon.Program.TerminateAsync();
        }

        var clock = DaemonUnderTest.Clock(BeforeMidnight.AddDays(1), 60);
        await using var later = await LiveDaemon.StartAsync(vhost, [.. NoRuns, .. clock], cancellationToken: Cancel);
        await DayEndsAsync(later, "2026-11-21");
        Assert.DoesNotContain("Day 2026-11-20 ended", later.Daemon.Program.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("@", later.Daemon.Program.Output, StringComparison.Ordinal);

        var page = await browser.OpenAsync(new Uri(later.Daemon.Page, "days/2026-11-20"), script: false);
        await page.GotoAsync("/days/2026-11-20");
        Assert.Equal("Friday, 20 November 2026: 5 mails sent on time, 3 missed", await page.InnerTextAsync("h1"));
        Assert.Contains(
            "8 credits a day, well spent, would be enough for all that had come",
            await page.InnerTextAsync("main"),
            StringComparison.Ordinal
        );
        await Browser.ShootAsync(page, "day");
        await page.GotoAsync("/");
        Assert.Contains(
            "20 November: 5 sent, 3 missed",
            await page.InnerTextAsync("section[aria-label='Last events']"),
            StringComparison.Ordinal
        );
        await page.DoneAsync();
        Assert.Equal(404, (await later.Daemon.GetAsync("days/2099-01-01", Cancel)).Status);

        await using var command = await ProgramUnderTest.RunAsync(
            "consumer",
            ["report", "--day", "2026-11-20", "--json"],
            [KeyValuePair.Create<string, string?>("QUEUE_SERVICE_URL", vhost.AbsoluteUri), .. clock]
        );
        Assert.Equal(0, await command.WaitForExitAsync(cancellationToken: Cancel));
        var told = JsonDocument.Parse(command.Output).RootElement;
        Assert.Equal(
            (5, 3, 8),
            (
                told.GetProperty("sent").GetInt32(),
                told.GetProperty("missed").GetInt32(),
                told.GetProperty("sufficient_credits").GetInt32()
            )
        );
        Assert.Equal(
            told.GetRawText(),
            JsonDocument
                .Parse((await later.Daemon.GetAsync("api/days/2026-11-20", Cancel)).Text)
                .RootElement.GetRawText()
        );
    }

    /// <summary>Eight mails are due tonight, and five credits are left.</summary>
    private static async Task SpendTheEveningAsync(Uri vhost)
    {
        var clock = DaemonUnderTest.Clock(Evening, 1);
        var time = new FastClock(
            DateTimeOffset.Parse(clock["Clock__Origin"]!, CultureInfo.InvariantCulture),
            Evening,
            1
        );
        await using var live = await LiveDaemon.StartAsync(vhost, [.. NoRuns, .. clock], time, credits: 5, Cancel);
        await LiveDaemon.PublishAsync(
            vhost,
            [
                .. Enumerable
                    .Range(0, 8)
                    .Select(_ => LiveDaemon.Mail(Evening.AddHours(3.5), template: MailTemplate.MentoringCancelled)),
                LiveDaemon.Mail(Evening.AddDays(20)),
            ],
            Cancel,
            time
        );
        await live.WaitsAsync(9, Cancel);
        Assert.Equal(0, (await live.CommandAsync("run-now")).Code);
        await live.WaitsAsync(4, Cancel);
        await live.Daemon.Program.TerminateAsync();
    }

    private static Task<string> DayEndsAsync(LiveDaemon live, string day) =>
        live.Daemon.Program.WaitForLineAsync(
            l => l.Contains($"Day {day} ended", StringComparison.Ordinal),
            TimeSpan.FromSeconds(90),
            Cancel
        );
}
