using System.Globalization;
using System.Text.Json;
using MailDispatcher.Clock;
using MailDispatcher.Contracts;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.Faults;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;

namespace MailDispatcher.Page.Tests;

/// <summary>
/// A Friday on a fast clock, as the page shows it while all is well, and once more mails of today have come than there
/// are credits. <c>./dev screenshots</c> plays the days before it too, and keeps the two pictures for the README.
/// </summary>
public sealed class WorkingDayTests(SharedBroker broker, Browser browser)
{
    private static readonly int DaysBefore = int.Parse(
        Environment.GetEnvironmentVariable("PICTURE_DAYS") ?? "0",
        CultureInfo.InvariantCulture
    );
    private static readonly double Speed = DaysBefore > 0 ? 4000 : 400;
    private static readonly DateTimeOffset Afternoon = new(2026, 11, 20, 13, 55, 0, TimeSpan.FromHours(-3));
    private static readonly DateTimeOffset Start =
        DaysBefore > 0 ? Afternoon.AddDays(-DaysBefore).AddHours(-8) : Afternoon.AddHours(-1);
    private static readonly TimeSpan PortionEvery = TimeSpan.FromMinutes(30);

    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Dispatch__Policy"] = "deadline",
        ["Dispatch__TickMilliseconds"] = "5000",
        ["Ops__Token"] = ServedPage.Token,
    };

    private static readonly int[] Templates =
    [
        MailTemplate.ConfirmationToMentor,
        MailTemplate.ConfirmationToMentored,
        MailTemplate.ConfirmationToMentored,
        MailTemplate.MentoringCancelled,
        MailTemplate.NotSelected,
    ];

    private uint _seed = 20261120;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_OfAWorkingDay_IsCalmUntilTooMuchIsDueToday()
    {
        var vhost = await broker.CreateVhostAsync();
        var (now, left) = await PlayAsync(vhost);

        // Fewer credits than mails, however few of them a slow machine has played.
        if (DaysBefore == 0)
            left = Math.Min(left, 20);
        // The picture is taken in real time, so that nothing moves meanwhile.
        var (clock, time) = ClockFrom(now, 1);
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { Credits = left, RateLimitScale = 0 },
            time,
            Cancel
        );
        await using var daemon = DaemonUnderTest.Start(vhost, sandbox.Url, [.. Settings, .. clock]);
        await daemon.LeadsAsync(cancellationToken: Cancel);
        await LiveDaemon.PublishAsync(
            vhost,
            Enumerable.Range(0, 30).Select(_ => Next(now, dueToday: false)),
            Cancel,
            time
        );
        var page = await browser.OpenAsync(daemon.Page, script: false);
        await ShowsAsync(
            daemon,
            status => Number(status, "waiting_count") > 0 && Number(status, "misses", "count") == 0
        );
        await page.GotoAsync("/");
        Assert.Equal("All urgent mail will be on time", await page.InnerTextAsync("h1"));
        await Browser.ShootAsync(page, "page-calm");

        // Three of them the provider does not want, and their credits serve three others. A mail that could wait may
        // take one.
        const int TooMany = 23;
        sandbox.Sandbox.Faults.Set(
            new FaultRule
            {
                Path = "/v3/smtp/email",
                Times = 3,
                Status = 400,
                Body = """{"code":"invalid_parameter","message":"email is not valid in to"}""",
            }
        );
        var evening = Afternoon.Date.AddHours(23);
        await LiveDaemon.PublishAsync(
            vhost,
            Enumerable
                .Range(0, sandbox.Sandbox.Credits.Read().Remaining + 3 + TooMany)
                .Select(i =>
                    LiveDaemon.Mail(
                        new DateTimeOffset(evening.AddMinutes(i % 55), Afternoon.Offset),
                        topic: $"mentoring-{9000 + i}",
                        template: MailTemplate.MentoringCancelled
                    )
                ),
            Cancel,
            time
        );
        await ShowsAsync(
            daemon,
            status => Number(status, "credits", "left") == 0 && Number(status, "misses", "urgent") >= TooMany
        );
        await page.GotoAsync("/");
        Assert.Matches("^2[3-9] urgent mails will miss", await page.InnerTextAsync("h1"));
        Assert.Matches("2[3-9] more credits would save them", await page.InnerTextAsync(".verdict"));
        await Browser.ShootAsync(page, "page-misses");
        await page.DoneAsync();
    }

    /// <summary>
    /// Lets mail come and go until the afternoon; tells when it ended by the dispatcher's clock, and the credits left.
    /// </summary>
    private async Task<(DateTimeOffset At, int Left)> PlayAsync(Uri vhost)
    {
        var (clock, time) = ClockFrom(Start, Speed);
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { RateLimitScale = 0 },
            time,
            Cancel
        );
        await using var daemon = DaemonUnderTest.Start(vhost, sandbox.Url, [.. Settings, .. clock]);
        await daemon.LeadsAsync(cancellationToken: Cancel);
        for (var portion = 0; time.GetUtcNow() < Afternoon; portion++)
        {
            var now = time.GetUtcNow();
            if (now.ToOffset(Afternoon.Offset).Hour is >= 7 and < 21)
                await LiveDaemon.PublishAsync(
                    vhost,
                    Enumerable.Range(0, 8 + portion % 5).Select(i => Next(now, dueToday: i < 4)),
                    Cancel,
                    time
                );
            await Task.Delay(PortionEvery, time, Cancel);
        }

        await daemon.Program.TerminateAsync();
        return (time.GetUtcNow(), sandbox.Sandbox.Credits.Read().Remaining);
    }

    private static (Dictionary<string, string?> Clock, FastClock Time) ClockFrom(DateTimeOffset start, double speed)
    {
        var clock = DaemonUnderTest.Clock(start, speed);
        return (
            clock,
            new FastClock(DateTimeOffset.Parse(clock["Clock__Origin"]!, CultureInfo.InvariantCulture), start, speed)
        );
    }

    private MailRequest Next(DateTimeOffset now, bool dueToday)
    {
        var start = dueToday ? now.AddHours(3 + Chance() * 3) : now.AddHours(26 + Chance() * 120);
        return LiveDaemon.Mail(
            start,
            topic: $"mentoring-{(int)(Chance() * 4000)}",
            template: Templates[(int)(Chance() * Templates.Length)]
        );
    }

    // The same days each time.
    private double Chance() => (_seed = _seed * 1664525 + 1013904223) / 4294967296.0;

    private static Task ShowsAsync(DaemonUnderTest daemon, Predicate<JsonElement> fits) =>
        Eventually.TrueAsync(
            async () =>
            {
                var text = (await daemon.GetAsync("api/status", Cancel)).Text;
                using var status = JsonDocument.Parse(text);
                return fits(status.RootElement) ? true : throw new InvalidOperationException($"The page says: {text}");
            },
            "the page shows what happened",
            cancellationToken: Cancel
        );

    /// <summary>Null when it is not known.</summary>
    private static int? Number(JsonElement status, params string[] path)
    {
        var at = path.Aggregate(
            status,
            (element, name) => element.ValueKind == JsonValueKind.Object ? element.GetProperty(name) : element
        );
        return at.ValueKind == JsonValueKind.Number ? at.GetInt32() : null;
    }
}
