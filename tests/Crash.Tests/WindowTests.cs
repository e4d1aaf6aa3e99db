using System.Globalization;
using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests;

/// <summary>
/// More mails wait than the dispatcher holds in memory, and those at the queue's head are not the most urgent.
/// </summary>
public sealed class WindowTests(SharedBroker broker)
{
    private const int Waiting = 2000;
    private const int Credits = 300;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Choice_AmongMoreThanTheWindow_IsTheSoonestDeadlines()
    {
        var cancellation = TestContext.Current.CancellationToken;
        // 22:35 in Recife: time to start, the hour's run, then the day's last one.
        var evening = new DateTimeOffset(2026, 11, 22, 1, 35, 0, TimeSpan.Zero);
        await using var bed = await TestBed.OpenAsync(
            await broker.CreateVhostAsync(),
            cancellation,
            new SandboxOptions { Credits = Credits, RateLimitScale = 0 },
            evening,
            settings:
            [
                ("Schedule__Hourly", "0 0 * * * ?"),
                ("SENDINBLUE_MAILS_PER_HOUR", "12"),
                ("Dispatch__Window", "50"),
            ]
        );
        // The most urgent ones wait longest: published weeks ago, at the lowest level, behind all the others.
        TestMail[] urgent =
        [
            .. Enumerable.Range(0, 100).Select(n => bed.Mail(n, days: 2 + n / 100.0) with { Priority = 1 }),
        ];
        TestMail[] others =
        [
            .. Enumerable
                .Range(100, Waiting - 100)
                .Select(n => bed.Mail(n, days: 5 + n * 7 % 1900 / 100.0) with { Priority = 9 }),
        ];
        await bed.PublishAsync(urgent.Concat(others), cancellation);
        var daemon = bed.Start();
        await daemon.Program.WaitForLineAsync(
            l => l.Contains("Run hourly", StringComparison.Ordinal),
            Patience,
            cancellation
        );
        var byDeadline = bed.Published.OrderBy(m => m.Deadline).Select(m => m.Id).ToList();
        Assert.Equal(byDeadline.Take(12).Order(), bed.Taken().Take(12).Order());

        await bed.EndAsync(daemon, Credits, cancellation);
        Assert.Equal(byDeadline.Take(Credits).Order(), bed.Taken().Order());
        await daemon.Program.WaitForLineAsync(
            l =>
                l.Contains("Run end_of_day", StringComparison.Ordinal)
                && l.Contains(" 0 credits left", StringComparison.Ordinal),
            Patience,
            cancellation
        );
        Assert.Equal(
            Waiting - Credits,
            await daemon.MetricAsync("maildispatcher_waiting_mails", cancellationToken: cancellation)
        );
        var tally = (await bed.CountAsync(daemon, cancellation)).Check(
            string.Create(CultureInfo.InvariantCulture, $"{Waiting} waiting, a window of 50")
        );
        Assert.Equal((Waiting, Credits, Waiting - Credits), (tally.In, tally.Sent, tally.Waiting));
    }
}
