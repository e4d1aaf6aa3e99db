using MailDispatcher.Clock;
using MailDispatcher.Contracts;
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
    private const int Portions = 28;

    private static readonly DateTimeOffset Morning = new(2026, 11, 20, 6, 55, 0, TimeSpan.FromHours(-3));
    private static readonly TimeSpan PortionEvery = TimeSpan.FromMinutes(15);

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
        var clock = DaemonUnderTest.Clock(Morning, Speed);
        var time = new FastClock(DateTimeOffset.Parse(clock["Clock__Origin"]!, null), Morning, Speed);
        await using var live = await LiveDaemon.StartAsync(
            await broker.CreateVhostAsync(), clock.Append(KeyValuePair.Create<string, string?>("Dispatch__Policy", "deadline")), time, Cancel);
        for (var portion = 0; portion < Portions; portion++)
        {
            await LiveDaemon.PublishAsync(live.Broker, Enumerable.Range(0, 4 + portion % 4).Select(i => Next(time.GetUtcNow(), dueToday: i < 2, portion)), Cancel, time);
            await Task.Delay(Morning + (portion + 1) * PortionEvery - time.GetUtcNow() is { Ticks: > 0 } rest ? rest : TimeSpan.Zero, time, Cancel);
        }

        var page = await browser.OpenAsync(live.Daemon.Page, script: false);
        await ShowsAsync(page, "All urgent mail will be on time");
        await Browser.ShootAsync(page, "page-calm");

        live.Sandbox.Sandbox.Faults.Set(new FaultRule { Path = "/v3/smtp/email", Times = 3, Status = 400, Body = """{"code":"invalid_parameter","message":"email is not valid in to"}""" });
        var evening = new DateTimeOffset(2026, 11, 20, 23, 30, 0, TimeSpan.FromHours(-3));
        await LiveDaemon.PublishAsync(live.Broker, Enumerable.Range(0, 420).Select(i => LiveDaemon.Mail(
            evening.AddMinutes(-i % 240), template: MailTemplate.ConfirmationToMentored)), Cancel, time);
        await ShowsAsync(page, "urgent mails will miss");
        Assert.Contains("would save them", await page.InnerTextAsync(".verdict"), StringComparison.Ordinal);
        await Browser.ShootAsync(page, "page-misses");
        await page.Context.CloseAsync();
    }

    private MailRequest Next(DateTimeOffset now, bool dueToday, int portion)
    {
        var start = dueToday ? now.AddHours(1.5 + Chance() * 4) : now.AddHours(26 + Chance() * 120);
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
