using System.Globalization;
using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.Sandbox.Credits;
using MailDispatcher.Sandbox.Faults;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests;

/// <summary>kill -9 at random moments, again and again over the same queues and the same journal.</summary>
public sealed class KillAtRandomTests(SharedBroker broker)
{
    private const int MailsALife = 6;

    private static readonly int Kills = Setting("CRASH_KILLS", 8);
    private static readonly int Seed = Setting("CRASH_SEED", 20261121);

    /// <summary>By the hour on a plan of a day's credits, and at once on one without a limit.</summary>
    [Theory]
    [InlineData(Plan.Free, "hourly")]
    [InlineData(Plan.Unlimited, "deadline")]
    public async Task Daemon_KilledAtRandomMoments_SendsEveryMailOnce(Plan plan, string policy)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var random = new Random(Seed);
        await using var bed = await TestBed.OpenAsync(
            await broker.CreateVhostAsync(),
            cancellation,
            new SandboxOptions
            {
                Plan = plan,
                Credits = 100_000,
                RateLimitScale = 0,
            },
            settings: ("Dispatch__Policy", policy)
        );
        // A provider that takes its time is more often interrupted.
        bed.Sandbox.Faults.Set(new FaultRule { Method = "POST", DelayMs = 30 });
        var whileLeading = 0;
        for (var life = 0; life < Kills; life++)
        {
            await bed.PublishAsync(
                Enumerable.Range(life * MailsALife, MailsALife).Select(n => Any(bed, n, random)),
                cancellation
            );
            var daemon = bed.Start();
            if (random.NextDouble() < 0.8)
            {
                await daemon.LeadsAsync(TimeSpan.FromMinutes(2), cancellation);
                whileLeading++;
            }

            // The moment itself is what is random here.
            await Task.Delay(random.Next(1500), cancellation);
            await daemon.Program.KillAsync();
            if (random.NextDouble() < 0.3)
                bed.Clock.PutForward(TimeSpan.FromMinutes(random.Next(1, 120)));
        }

        var successor = bed.Start();
        var sendable = bed.Published.Where(m => m.Deadline > bed.Clock.GetUtcNow()).DistinctBy(m => m.Id).Count();
        var parked = bed.Published.Where(m => m.Deadline is null).DistinctBy(m => m.Id).Count();
        await bed.EndAsync(successor, sendable, cancellation, parked);
        var tally = (await bed.CountAsync(successor, cancellation)).Check(
            $"{Kills} kills ({whileLeading} at work), seed {Seed}, plan {plan}, policy {policy}"
        );
        Assert.Equal((sendable, parked, 0), (tally.Sent, tally.Parked, tally.Waiting));
        Assert.Equal(tally.In, tally.Sent + tally.Expired + tally.Parked);
    }

    private static TestMail Any(TestBed bed, int number, Random random) =>
        random.Next(20) switch
        {
            0 => TestMail.Unreadable(number),
            1 => bed.Mail(number, days: -1),
            2 when bed.Published.Count > 0 => bed.Published[random.Next(bed.Published.Count)],
            _ => bed.Mail(number, days: random.Next(30, 60)),
        };

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
}
