using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.Sandbox.Faults;
using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests;

/// <summary>
/// The daemon ends as by kill -9 at a named point, and another one brings the mails to their end. When it starts at
/// once, an uncertain mail is repeated under its idempotency key; when it starts 20 minutes later, the event log is
/// asked.
/// </summary>
public abstract class KillAtCheckpoint(SharedBroker broker)
{
    private const int Killed = 128 + 9;
    private const int Sendable = 24;

    private protected async Task PlayAsync(string points, TimeSpan down, CancellationToken cancellation)
    {
        await using var bed = await SetAsync(cancellation);
        foreach (var point in points.Split(','))
        {
            var doomed = bed.Start(("CrashTest__At", point));
            Assert.Equal(Killed, await doomed.Program.WaitForExitAsync(TimeSpan.FromMinutes(2), cancellation));
        }

        await EndAsync(bed, $"killed at {points}, down for {down.TotalMinutes:0} min", down, cancellation);
    }

    private protected async Task PlayWhileAnsweringAsync(TimeSpan down, CancellationToken cancellation)
    {
        await using var bed = await SetAsync(cancellation);
        bed.Sandbox.Faults.Set(
            new FaultRule
            {
                Method = "POST",
                Skip = 4,
                Times = 1,
                DelayMs = 600_000,
            }
        );
        // One after the other: the answer that is held back is the last one asked for.
        var doomed = bed.Start(("Dispatch__Concurrency", "1"));
        await Eventually.TrueAsync(
            () => bed.Taken().Count == 5,
            "the fifth mail is at the provider, and its answer held back",
            TimeSpan.FromMinutes(2),
            cancellation
        );
        await doomed.Program.KillAsync();
        await EndAsync(
            bed,
            $"killed while the provider answered, down for {down.TotalMinutes:0} min",
            down,
            cancellation
        );
    }

    private async Task<TestBed> SetAsync(CancellationToken cancellation)
    {
        var bed = await TestBed.OpenAsync(await broker.CreateVhostAsync(), cancellation);
        await bed.PublishAsync(
            [
                .. Enumerable.Range(1, Sendable).Select(n => bed.Mail(n, days: n)),
                bed.Mail(101, days: -1),
                bed.Mail(102, days: -2),
                TestMail.Unreadable(201),
                TestMail.Unreadable(202),
            ],
            cancellation
        );
        return bed;
    }

    private static async Task EndAsync(TestBed bed, string subject, TimeSpan down, CancellationToken cancellation)
    {
        bed.Clock.PutForward(down);
        var successor = bed.Start();
        await bed.EndAsync(successor, Sendable, cancellation, parked: 2);
        var tally = (await bed.CountAsync(successor, cancellation)).Check(subject);
        Assert.Equal((28, Sendable, 2, 2, 0), (tally.In, tally.Sent, tally.Expired, tally.Parked, tally.Waiting));
    }
}
