using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.Sandbox.Faults;
using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests;

/// <summary>The broker dies or takes no publishes in the middle of a run.</summary>
public sealed class BrokerFailsTests(FragileBroker broker) : IClassFixture<FragileBroker>
{
    private const string Unusable = "The broker can't be used: ";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Broker_KilledDuringARunAndStartedAgain_EveryMailIsSentOnce()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bed = await SlowRunAsync(24, 300, cancellation);
        var daemon = bed.Start();
        await TakenAsync(bed, 5, cancellation);
        await broker.Node.KillAsync();
        await Eventually.TrueAsync(
            async () => (await daemon.GetAsync("health/ready", cancellation)).Status == 503,
            "the daemon is not ready",
            Patience,
            cancellation
        );
        await daemon.Program.WaitForLineAsync(
            l =>
                l.Contains(Unusable, StringComparison.Ordinal)
                && l.Contains("waiting mail is safe", StringComparison.Ordinal),
            Patience,
            cancellation
        );
        await broker.Node.StartAgainAsync(cancellation);
        await bed.EndAsync(daemon, 24, cancellation);
        var tally = (await bed.CountAsync(daemon, cancellation)).Check("broker killed and started again");
        Assert.Equal((24, 24, 0), (tally.In, tally.Sent, tally.Waiting));
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Broker_TakingNoPublishes_NothingIsSentThatCannotBeJournalled(string alarm)
    {
        var cancellation = TestContext.Current.CancellationToken;
        // The command that raises the alarm takes seconds; the run must outlast it.
        await using var bed = await SlowRunAsync(60, 1000, cancellation);
        var daemon = bed.Start();
        await TakenAsync(bed, 5, cancellation);
        await (
            alarm == "memory"
                ? broker.Node.CtlAsync("set_vm_memory_high_watermark", "absolute", "1MB")
                : broker.Node.CtlAsync("set_disk_free_limit", "900000GB")
        );
        int sent;
        try
        {
            await daemon.Program.WaitForLineAsync(
                l => l.Contains(Unusable, StringComparison.Ordinal),
                Patience,
                cancellation
            );
            sent = bed.Taken().Count;
            Assert.InRange(sent, 5, 59);
            // It tries again and again, and none of that sends a mail.
            await Eventually.TrueAsync(
                () => daemon.Program.Lines.Count(l => l.Text.Contains(Unusable, StringComparison.Ordinal)) >= 2,
                "the daemon has tried again",
                Patience,
                cancellation
            );
            Assert.Equal(sent, bed.Taken().Count);
            // It is alone, and says nothing of another one.
            Assert.DoesNotContain("Another dispatcher", daemon.Program.Output, StringComparison.Ordinal);
            var (_, status) = await daemon.GetAsync("api/status", cancellation);
            Assert.Contains("broker", status, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("another dispatcher", status, StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            bed.Sandbox.Faults.Clear();
            await (
                alarm == "memory"
                    ? broker.Node.CtlAsync("set_vm_memory_high_watermark", "0.6")
                    : broker.Node.CtlAsync("set_disk_free_limit", "10MB")
            );
        }

        await bed.EndAsync(daemon, 60, cancellation);
        var tally = (await bed.CountAsync(daemon, cancellation)).Check($"{alarm} alarm after {sent} mails");
        Assert.Equal((60, 60, 0), (tally.In, tally.Sent, tally.Waiting));
    }

    /// <summary>Mails that go in one run, at a provider that takes its time with each.</summary>
    private async Task<TestBed> SlowRunAsync(int mails, int milliseconds, CancellationToken cancellation)
    {
        var bed = await TestBed.OpenAsync(
            await broker.Node.CreateVhostAsync(),
            cancellation,
            settings: [("SENDINBLUE_MAILS_PER_HOUR", "100"), ("Dispatch__Concurrency", "1")]
        );
        bed.Sandbox.Faults.Set(new FaultRule { Method = "POST", DelayMs = milliseconds });
        await bed.PublishAsync(Enumerable.Range(1, mails).Select(n => bed.Mail(n, days: n)), cancellation);
        return bed;
    }

    private static Task TakenAsync(TestBed bed, int count, CancellationToken cancellation) =>
        Eventually.TrueAsync(() => bed.Taken().Count >= count, $"{count} mails are taken", Patience, cancellation);
}
