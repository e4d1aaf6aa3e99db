using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests;

/// <summary>An allowance's windows hold for the daemon as it runs, over a kill -9 in the middle.</summary>
public sealed class AllowanceTests(SharedBroker broker)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task HourAndDay_OverAKill_AreNeverExceeded()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bed = await TestBed.OpenAsync(
            await broker.CreateVhostAsync(),
            cancellation,
            new SandboxOptions { Credits = 100_000, RateLimitScale = 0 },
            speed: 300,
            settings: [("Dispatch__Allowance", "5/hour 8/day")]
        );
        var soon = bed.Clock.GetUtcNow().AddHours(12);
        await bed.PublishAsync(Enumerable.Range(1, 40).Select(n => TestMail.Of(n, soon)), cancellation);
        var daemon = bed.Start();
        await bed.EndAsync(daemon, 3, cancellation);
        await daemon.Program.KillAsync();
        var next = bed.Start();
        await bed.EndAsync(next, 8, cancellation);
        await Eventually.TrueAsync(
            async () =>
                (await next.MetricsAsync(cancellation)).Contains(
                    "maildispatcher_window_credits_remaining{window=\"8/day\"} 0",
                    StringComparison.Ordinal
                ),
            "the day's window is used up",
            Patience,
            cancellation
        );
        var (_, status) = await next.GetAsync("/api/status", cancellation);
        Assert.Contains("8/day", status, StringComparison.Ordinal);

        var taken = bed.Sandbox.Mails.Snapshot().Select(m => m.At).ToList();
        Assert.Equal(8, taken.Count);
        Assert.All(taken.CountBy(at => at.ToUnixTimeSeconds() / 3600), hour => Assert.InRange(hour.Value, 1, 5));
    }
}
