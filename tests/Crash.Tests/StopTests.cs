using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.Sandbox.Faults;
using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests;

/// <summary>
/// Stopping is no crash: the mail in hand is finished and settled, however long the provider takes with it.
/// </summary>
public sealed class StopTests(SharedBroker broker)
{
    [Fact]
    public async Task Daemon_ToldToStopWhileTheProviderAnswers_FinishesTheMailInHand()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bed = await TestBed.OpenAsync(await broker.CreateVhostAsync(), cancellation);
        bed.Sandbox.Faults.Set(
            new FaultRule
            {
                Method = "POST",
                Skip = 1,
                Times = 1,
                DelayMs = 6000,
            }
        );
        await bed.PublishAsync(Enumerable.Range(1, 4).Select(n => bed.Mail(n)), cancellation);
        var daemon = bed.Start();
        await Eventually.TrueAsync(
            () => bed.Taken().Count == 4,
            "all mails are at the provider, and one answer is held back",
            TimeSpan.FromMinutes(2),
            cancellation
        );
        var tally = (await bed.CountAsync(daemon, cancellation)).Check("told to stop while the provider answers");
        Assert.Equal((4, 0), (tally.Sent, tally.Waiting));
        Assert.Empty(tally.Journal.Memory.Uncertain());
    }
}
