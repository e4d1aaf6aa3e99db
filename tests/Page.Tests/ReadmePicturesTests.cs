using MailDispatcher.Clock;
using MailDispatcher.Contracts;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.Faults;
using MailDispatcher.TestKit;
using Microsoft.Playwright;

namespace MailDispatcher.Page.Tests;

/// <summary>
/// A working day on a fast clock, as the page shows it while all is well, and once more mails of today have come than
/// there are credits. Its two screenshots are the README's (<c>./dev screenshots</c>).
/// </summary>
public sealed class ReadmePicturesTests(SharedBroker broker, Browser browser)
{
    private const double Speed = 900;

    private static readonly KeyValuePair<string, string?> Deadline = new("Dispatch__Policy", "deadline");
    private static readonly DateTimeOffset Morning = new(2026, 11, 20, 6, 55, 0, TimeSpan.FromHours(-3));
    private static readonly DateTimeOffset Afternoon = Morning.AddHours(7);
    private static readonly TimeSpan PortionEvery = TimeSpan.FromMinutes(30);

    private static readonly int[] Templates =
    [
        MailTemplate.ConfirmationToMentor, MailTemplate.ConfirmationToMentored, MailTemplate.ConfirmationToMentored,
        MailTemplate.MentoringCancelled, MailTemplate.NotSelected,
    ];

    private uint _seed = 20261120;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_OfAWorkingDay_IsCalmUntilTooMuchIsDueToday()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { RateLimitScale = 0 }, cancellationToken: Cancel);
        var afternoon = await PlayMorningAsync(vhost, sandbox);

        // The picture is taken in real time, so that nothing moves meanwhile.
        var clock = DaemonUnderTest.Clock(afternoon, 1);
        var time = new FastClock(DateTimeOffset.Parse(clock["Clock__Origin"]!, null), afternoon, 1);
        await using var daemon = DaemonUnderTest.Start(vhost, sandbox.Url, clock.Append(Deadline));
        await daemon.LeadsAsync(cancellationToken: Cancel);
        await LiveDaemon.PublishAsync(vhost, Enumerable.Range(0, 110).Select(i => Next(time.GetUtcNow(), dueToday: false, 100 + i)), Cancel, time);
        var page = await browser.OpenAsync(daemon.Page, script: false);
        await ShowsAsync(page, "All urgent mail will be on time");
        await Browser.ShootAsync(page, "page-calm");

        sandbox.Sandbox.Faults.Set(new FaultRule { Path = "/v3/smtp/email", Times = 3, Status = 400, Body = """{"code":"invalid_parameter","message":"email is not valid in to"}""" });
        var evening = new DateTimeOffset(2026, 11, 20, 23, 30, 0, TimeSpan.FromHours(-3));
        await LiveDaemon.PublishAsync(vhost, Enumerable.Range(0, 320).Select(i => LiveDaemon.Mail(
            evening.AddMinutes(-i % 240), topic: $"mentoring-{900 + i}", template: MailTemplate.ConfirmationToMentored)), Cancel, time);
        await ShowsAsync(page, "urgent mails will miss");
        Assert.Contains("would save them", await page.InnerTextAsync(".verdict"), StringComparison.Ordinal);
        await Browser.ShootAsync(page, "page-misses");
        await page.Context.CloseAsync();
    }

    /// <summary>Lets mail come and go through the morning, and tells when it ended by the dispatcher's clock.</summary>
    private async Task<DateTimeOffset> PlayMorningAsync(Uri vhost, SandboxServer sandbox)
    {
        var clock = DaemonUnderTest.Clock(Morning, Speed);
        var time = new FastClock(DateTimeOffset.Parse(clock["Clock__Origin"]!, null), Morning, Speed);
        await using var daemon = DaemonUnderTest.Start(vhost, sandbox.Url, clock.Append(Deadline));
        await daemon.LeadsAsync(cancellationToken: Cancel);
        for (var portion = 0; time.GetUtcNow() < Afternoon; portion++)
        {
            await LiveDaemon.PublishAsync(vhost, Enumerable.Range(0, 7 + portion % 4).Select(i => Next(time.GetUtcNow(), dueToday: i < 4, portion)), Cancel, time);
            await Task.Delay(PortionEvery, time, Cancel);
        }

        await daemon.Program.TerminateAsync();
        return time.GetUtcNow();
    }

    private MailRequest Next(DateTimeOffset now, bool dueToday, int portion)
    {
        var start = dueToday ? now.AddHours(3 + Chance() * 3) : now.AddHours(26 + Chance() * 120);
        return LiveDaemon.Mail(start, topic: $"mentoring-{portion * 10 + (int)(Chance() * 8)}", template: Templates[(int)(Chance() * Templates.Length)]);
    }

    // The same day each time.
    private double Chance() => (_seed = _seed * 1664525 + 1013904223) / 4294967296.0;

    private static Task ShowsAsync(IPage page, string headline) => Eventually.TrueAsync(
        async () =>
        {
            await page.GotoAsync("/");
            var verdict = await page.InnerTextAsync(".verdict");
            return verdict.Contains(headline, StringComparison.Ordinal) ? true : throw new InvalidOperationException($"The page says: {verdict}");
        },
        $"the page says '{headline}'", TimeSpan.FromSeconds(120), Cancel);
}
