using MailDispatcher.Core.Journal;
using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests;

/// <summary>A month with a restart every day, half of them by kill -9: the counts add up every day.</summary>
public sealed class MonthTests(SharedBroker broker)
{
    private const int Days = 30;
    private const int MailsADay = 8;
    private const int Credits = 6;

    /// <summary>A day of the clock is a second and a half.</summary>
    private const double Speed = 57_600;

    [Fact]
    public async Task Month_WithARestartEveryDay_AddsUpEveryDay()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bed = await TestBed.OpenAsync(
            await broker.CreateVhostAsync(),
            cancellation,
            new SandboxOptions { Credits = Credits, RateLimitScale = 0 },
            speed: Speed,
            settings: [("Schedule__Hourly", "0 0 * * * ?"), ("SENDINBLUE_MAILS_PER_HOUR", "1")]
        );
        Tally? tally = null;
        for (var life = 0; life < Days; life++)
        {
            await bed.PublishAsync(
                Enumerable.Range(life * MailsADay, MailsADay).Select(n => bed.Mail(n, days: 2 + n % 9)),
                cancellation
            );
            var daemon = bed.Start();
            await daemon.Program.WaitForLineAsync(
                l => l.Contains("Run end_of_day", StringComparison.Ordinal),
                TimeSpan.FromMinutes(2),
                cancellation
            );
            await (life % 2 == 0 ? daemon.Program.TerminateAsync() : daemon.Program.KillAsync());

            tally = (await Tally.OfAsync(bed, cancellation)).Check($"life {life + 1}");
            // An uncertain mail is taken, and waits to be cleared up.
            Assert.Equal(tally.In, tally.Sent + tally.Expired + tally.Waiting);
            Assert.All(
                bed.Sandbox.Mails.Snapshot()
                    .CountBy(m =>
                        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(m.At, bed.Sandbox.Credits.Zone).DateTime)
                    ),
                day => Assert.InRange(day.Value, 1, Credits)
            );
        }

        var journalled = tally!.Journal.Events.OfType<JournalEvent.Accepted>().Count();
        Assert.InRange(journalled, tally.Sent - 1, tally.Sent);
        Assert.True(tally is { Sent: > Days, Expired: > 0 }, $"nothing much happened: {tally}");
    }
}
