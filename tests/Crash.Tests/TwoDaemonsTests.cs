using System.Diagnostics;
using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.Sandbox.Faults;
using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests;

/// <summary>Two daemons on one broker: one works, the other stands by, and no mail is sent by both.</summary>
public sealed class TwoDaemonsTests(SharedBroker broker)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Leader_EndedInTheMiddleOfARun_TheOtherTakesOverWithinSeconds()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bed = await OpenAsync(40, cancellation);
        var first = bed.Start();
        await first.LeadsAsync(Patience, cancellation);
        var second = bed.Start();
        await StandsByAsync(second, cancellation);
        Assert.Equal((200, "leading\n"), await first.GetAsync("health/ready", cancellation));
        Assert.Equal((200, "standby\n"), await second.GetAsync("health/ready", cancellation));

        await TakenAsync(bed, 5, cancellation);
        var terminated = Stopwatch.GetTimestamp();
        Assert.Equal(0, await first.Program.TerminateAsync());
        await second.LeadsAsync(Patience, cancellation);
        var afterTerm = Stopwatch.GetElapsedTime(terminated);

        var third = bed.Start();
        await StandsByAsync(third, cancellation);
        await TakenAsync(bed, 20, cancellation);
        var killed = Stopwatch.GetTimestamp();
        await second.Program.KillAsync();
        await third.LeadsAsync(Patience, cancellation);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"taken over {afterTerm.TotalSeconds:0.0} s after SIGTERM, {Stopwatch.GetElapsedTime(killed).TotalSeconds:0.0} s after SIGKILL of the active one"
        );

        await bed.EndAsync(third, 40, cancellation);
        var tally = (await bed.CountAsync(third, cancellation)).Check("leader ended twice during a run");
        Assert.Equal((40, 0), (tally.Sent, tally.Waiting));
    }

    [Fact]
    public async Task Standby_TakingOverAfterTheHoursRun_DoesNotRepeatIt()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bed = await TestBed.OpenAsync(
            await broker.CreateVhostAsync(),
            cancellation,
            start: TestBed.Morning.AddMinutes(-20),
            settings: ("Schedule__Hourly", "0 0 * * * ?")
        );
        await bed.PublishAsync(Enumerable.Range(1, 40).Select(n => bed.Mail(n, days: n)), cancellation);
        var first = bed.Start();
        await first.LeadsAsync(Patience, cancellation);
        var second = bed.Start();
        await StandsByAsync(second, cancellation);
        await first.Program.WaitForLineAsync(
            l => l.Contains("Run hourly", StringComparison.Ordinal),
            Patience,
            cancellation
        );
        Assert.Equal(0, await first.Program.TerminateAsync());
        await second.LeadsAsync(Patience, cancellation);
        var firstMail = bed.Sandbox.Mails.Snapshot()[0].At;
        var hour = firstMail.AddTicks(-(firstMail.Ticks % TimeSpan.TicksPerHour));
        await Eventually.TrueAsync(
            () => bed.Clock.GetUtcNow() > hour.AddMinutes(30),
            "half of the hour has passed",
            Patience,
            cancellation
        );

        Assert.Equal(10, bed.Sandbox.Mails.Snapshot().Count(m => m.At >= hour && m.At < hour.AddHours(1)));
        var tally = (await bed.CountAsync(second, cancellation)).Check("taken over between two runs");
        Assert.Equal((40, 40), (tally.In, tally.Sent + tally.Waiting));
    }

    [Fact]
    public async Task Leader_ThatStallsAndWakesUp_SendsNothingThatTheNewOneSent()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bed = await OpenAsync(30, cancellation);
        var stalled = bed.Start();
        await stalled.LeadsAsync(Patience, cancellation);
        var successor = bed.Start();
        await StandsByAsync(successor, cancellation);
        await TakenAsync(bed, 5, cancellation);
        stalled.Program.Stop();
        await successor.LeadsAsync(Patience, cancellation);
        await TakenAsync(bed, 20, cancellation);
        stalled.Program.Continue();
        await stalled.Program.WaitForLineAsync(
            l => l.Contains("The broker can't be used: ", StringComparison.Ordinal),
            Patience,
            cancellation
        );
        await StandsByAsync(stalled, cancellation);

        await bed.EndAsync(successor, 30, cancellation);
        Assert.Equal(0, await stalled.Program.TerminateAsync());
        var tally = (await bed.CountAsync(successor, cancellation)).Check("leader stalled beyond its heartbeat");
        Assert.Equal((30, 0), (tally.Sent, tally.Waiting));
    }

    /// <summary>Mails that go in one run, a fifth of a second each.</summary>
    private async Task<TestBed> OpenAsync(int mails, CancellationToken cancellation)
    {
        var bed = await TestBed.OpenAsync(
            await broker.CreateVhostAsync(),
            cancellation,
            settings: ("SENDINBLUE_MAILS_PER_HOUR", "100")
        );
        bed.Sandbox.Faults.Set(new FaultRule { Method = "POST", DelayMs = 200 });
        await bed.PublishAsync(Enumerable.Range(1, mails).Select(n => bed.Mail(n, days: n)), cancellation);
        return bed;
    }

    private static Task StandsByAsync(DaemonUnderTest daemon, CancellationToken cancellation) =>
        Eventually.TrueAsync(
            async () => (await daemon.GetAsync("health/ready", cancellation)).Text == "standby\n",
            "it stands by",
            Patience,
            cancellation
        );

    private static Task TakenAsync(TestBed bed, int count, CancellationToken cancellation) =>
        Eventually.TrueAsync(() => bed.Taken().Count >= count, $"{count} mails are taken", Patience, cancellation);
}
