using MailDispatcher.Core.Journal;
using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.Sandbox.Faults;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests;

/// <summary>
/// The provider fails in every way it can: each mail is sent once, within its hour or its day, and the log says why it
/// waited.
/// </summary>
public sealed class ProviderFailsTests(SharedBroker broker)
{
    private const int Mails = 12;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public Task Provider_FailingAtOneMail_SendsEveryMailOnceAndSaysWhy()
    {
        var cancellation = TestContext.Current.CancellationToken;
        return ParallelCases.RunAsync(
            ProviderFailure
                .All.Concat(ProviderFailure.Taken)
                .Select(failure => (failure.Name, (Func<Task>)(() => PlayAsync(failure, cancellation))))
        );
    }

    private async Task PlayAsync(ProviderFailure failure, CancellationToken cancellation)
    {
        await using var bed = await OpenAsync(cancellation);
        bed.Sandbox.Faults.Set(failure.Fault);
        var daemon = bed.Start(("Provider__Timeout", "1"));
        await bed.EndAsync(daemon, Mails, cancellation);
        Assert.Contains(failure.Log, daemon.Program.Output, StringComparison.Ordinal);
        Assert.Equal(Mails, await daemon.MetricAsync("mails_sent_total", cancellationToken: cancellation));
        Assert.Equal(
            1,
            Math.Min(
                1,
                await daemon.MetricAsync(
                    "maildispatcher_attempts_total",
                    $"outcome=\"{failure.Outcome}\"",
                    cancellation
                )
            )
        );
        Assert.Equal(
            await daemon.MetricAsync("payload_template_total", cancellationToken: cancellation)
                - await daemon.MetricAsync("maildispatcher_attempts_total", "outcome=\"accepted\"", cancellation)
                - await daemon.MetricAsync("maildispatcher_attempts_total", "outcome=\"already_taken\"", cancellation),
            await daemon.MetricAsync("mails_fails_total", cancellationToken: cancellation)
        );
        var tally = (await bed.CountAsync(daemon, cancellation)).Check($"provider: {failure.Name}");
        Assert.Equal((Mails, 0), (tally.Sent, tally.Waiting));
        // What the account, the throttle or the quota spoiled costs the mail nothing.
        if (failure.Outcome is "throttled" or "account_fault")
            Assert.All(bed.Published, mail => Assert.Equal(1, tally.Journal.Memory.Find(mail.Id)!.Attempts));
    }

    [Theory]
    [InlineData("*", "credits left are unknown: 401", "hourly")]
    [InlineData("/v3/smtp/email", "the account is at fault (unauthorized)", "hourly")]
    [InlineData("*", "credits left are unknown: 401", "deadline")]
    [InlineData("/v3/smtp/email", "the account is at fault (unauthorized)", "deadline")]
    public async Task Account_AtFaultForAnHour_ItsMailsGoWithinTheNextHour(string path, string log, string policy)
    {
        var cancellation = TestContext.Current.CancellationToken;
        // An hour of the clock is six seconds.
        await using var bed = await OpenAsync(cancellation, TestBed.Morning, 600, ("Schedule__Hourly", "0 0 * * * ?"));
        bed.Sandbox.Faults.Set(
            new FaultRule
            {
                Path = path,
                Status = 401,
                Body = """{"code":"unauthorized","message":"Key not found"}""",
            }
        );
        var daemon = bed.Start(("Dispatch__Policy", policy));
        await daemon.Program.WaitForLineAsync(l => l.Contains(log, StringComparison.Ordinal), Patience, cancellation);
        var start = bed.Clock.GetUtcNow();
        await Eventually.TrueAsync(
            () => bed.Clock.GetUtcNow() > start.AddHours(1),
            "the hour has passed",
            Patience,
            cancellation
        );
        Assert.Empty(bed.Taken());
        var calls = bed.Sandbox.Calls.Snapshot().Count;
        Assert.InRange(calls, 1, 60);

        bed.Sandbox.Faults.Clear();
        var recovered = bed.Clock.GetUtcNow();
        await bed.EndAsync(daemon, Mails, cancellation);
        var tally = (await bed.CountAsync(daemon, cancellation)).Check(
            $"401 on {path} for an hour, {policy}, {calls} calls"
        );
        Assert.All(
            bed.Sandbox.Mails.Snapshot(),
            mail => Assert.InRange(mail.At - recovered, TimeSpan.Zero, TimeSpan.FromHours(2))
        );
        Assert.All(bed.Published, mail => Assert.Equal(1, tally.Journal.Memory.Find(mail.Id)!.Attempts));
        if (path != "*")
            Assert.Equal(
                [true, false],
                tally.Journal.Events.OfType<JournalEvent.ProviderFault>().Select(f => f.Open).Distinct()
            );
    }

    [Fact]
    public async Task Account_AtFault_IsSaidToWorkAgainOnlyOnceAMailIsTaken()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bed = await OpenAsync(cancellation, mails: 1);
        bed.Sandbox.Faults.Set(
            new FaultRule
            {
                Method = "POST",
                Times = 1,
                Status = 403,
                Body = """{"code":"permission_denied","message":"no"}""",
            },
            new FaultRule
            {
                Method = "POST",
                Times = 1,
                Status = 503,
            }
        );
        var daemon = bed.Start();
        await bed.EndAsync(daemon, 1, cancellation);
        var entries = (await bed.CountAsync(daemon, cancellation)).Check("403, then 503").Journal.Events.ToList();
        Assert.Equal([true, false], entries.OfType<JournalEvent.ProviderFault>().Select(f => f.Open));
        Assert.InRange(
            entries.FindIndex(f => f is JournalEvent.ProviderFault { Open: false }),
            entries.FindIndex(f => f is JournalEvent.Accepted) + 1,
            entries.Count
        );
    }

    [Fact]
    public async Task Provider_LeftAloneWhileItFails_CostsAMailOnlyTheCallsThatWereMade()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bed = await OpenAsync(cancellation);
        bed.Sandbox.Faults.Set(new FaultRule { Method = "POST", Status = 503 });
        var daemon = bed.Start();
        await daemon.Program.WaitForLineAsync(
            l => l.Contains("This does not count as an attempt", StringComparison.Ordinal),
            Patience,
            cancellation
        );
        bed.Sandbox.Faults.Clear();
        await bed.EndAsync(daemon, Mails, cancellation);
        var tally = (await bed.CountAsync(daemon, cancellation)).Check("503 until the breaker opens");
        Assert.Equal(
            bed.Sandbox.Calls.Snapshot().Count(c => c.Method == "POST"),
            bed.Published.Sum(mail => tally.Journal.Memory.Find(mail.Id)!.Attempts)
        );
    }

    [Fact]
    public async Task Credits_GoneInTheMiddleOfTheDaysLastRun_TheRestGoesTheNextDay()
    {
        var cancellation = TestContext.Current.CancellationToken;
        // 22:00 in Recife; the day's last run comes after 16 s, midnight after 30 s.
        var evening = new DateTimeOffset(2026, 11, 22, 1, 0, 0, TimeSpan.Zero);
        await using var bed = await OpenAsync(cancellation, evening, 240, ("Schedule__Hourly", "0 0 0 * * ?"));
        bed.Sandbox.Faults.Set(
            new FaultRule
            {
                Method = "POST",
                Skip = 5,
                Status = 402,
                Body = """{"code":"not_enough_credits","message":"Not enough credits"}""",
            }
        );
        var daemon = bed.Start();
        await daemon.Program.WaitForLineAsync(
            l => l.Contains("Run end_of_day", StringComparison.Ordinal),
            Patience,
            cancellation
        );
        await Eventually.TrueAsync(
            () => bed.Clock.GetUtcNow() > evening.AddMinutes(110),
            "the day is nearly over",
            Patience,
            cancellation
        );
        Assert.Equal(5, bed.Taken().Count);
        Assert.Equal(6, bed.Sandbox.Calls.Snapshot().Count(c => c.Method == "POST"));
        Assert.Contains("waits on: no credit is left", daemon.Program.Output, StringComparison.Ordinal);
        Assert.Equal(0, await daemon.MetricAsync("maildispatcher_credits_remaining", cancellationToken: cancellation));

        bed.Sandbox.Faults.Clear();
        await bed.EndAsync(daemon, Mails, cancellation);
        var tally = (await bed.CountAsync(daemon, cancellation)).Check("402 in the day's last run");
        Assert.Equal((Mails, 0), (tally.Sent, tally.Waiting));
        Assert.All(bed.Published, mail => Assert.Equal(1, tally.Journal.Memory.Find(mail.Id)!.Attempts));
    }

    private async Task<TestBed> OpenAsync(
        CancellationToken cancellation,
        DateTimeOffset? start = null,
        double speed = TestBed.Speed,
        (string, string)? setting = null,
        int mails = Mails
    )
    {
        var bed = await TestBed.OpenAsync(
            await broker.CreateVhostAsync(),
            cancellation,
            new SandboxOptions { RateLimitScale = 0 },
            start,
            speed,
            // One after the other, so that a fault meets the mail that it is meant for.
            [
                ("SENDINBLUE_MAILS_PER_HOUR", "20"),
                ("Dispatch__Concurrency", "1"),
                setting ?? ("Schedule__Hourly", "0 * * * * ?"),
            ]
        );
        await bed.PublishAsync(Enumerable.Range(1, mails).Select(n => bed.Mail(n, days: n + 2)), cancellation);
        return bed;
    }
}
