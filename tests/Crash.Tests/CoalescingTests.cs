using MailDispatcher.Core.Journal;
using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.Engine;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests;

/// <summary>
/// Several mails to one person go as one when credits are short, and no crash parts them or sends one of them again.
/// </summary>
public sealed class CoalescingTests(SharedBroker broker)
{
    [Theory]
    [InlineData(null)]
    [InlineData(nameof(Checkpoint.ProviderAnswered))]
    [InlineData(nameof(Checkpoint.OutcomeJournalled))]
    public async Task MailsToOnePerson_WithTooFewCredits_CostOneCredit(string? crashAt)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bed = await TestBed.OpenAsync(
            await broker.CreateVhostAsync(),
            cancellation,
            new SandboxOptions { Credits = 2, RateLimitScale = 0 },
            settings: [("Dispatch__Coalesce", "confirmation_to_mentor"), ("Dispatch__Concurrency", "1")]
        );
        var now = bed.Clock.GetUtcNow();
        TestMail[] toOne =
        [
            .. Enumerable.Range(5, 3).Select(n => TestMail.Of(n, now.AddDays(n), email: "one@example.com")),
        ];
        var tomorrow = TestMail.Of(1, now.AddHours(20), email: "one@example.com");
        await bed.PublishAsync([.. toOne, tomorrow], cancellation);
        if (crashAt is not null)
        {
            // The second one attempted: the one due tomorrow goes alone, and first.
            var doomed = bed.Start(("CrashTest__At", $"{crashAt}:2"));
            Assert.Equal(128 + 9, await doomed.Program.WaitForExitAsync(TimeSpan.FromMinutes(2), cancellation));
        }

        var daemon = bed.Start();
        await bed.EndAsync(daemon, 2, cancellation);
        await Eventually.TrueAsync(
            async () =>
                await daemon.MetricAsync("maildispatcher_runs_total", cancellationToken: cancellation) > 0
                && await daemon.MetricAsync("maildispatcher_waiting_mails", cancellationToken: cancellation) == 0
                && await daemon.MetricAsync("maildispatcher_uncertain_mails", cancellationToken: cancellation) == 0,
            "a run has looked, nothing waits and nothing is uncertain",
            TimeSpan.FromMinutes(2),
            cancellation
        );
        var tally = (await bed.CountAsync(daemon, cancellation)).Check(
            $"three of four to one person go as one, killed at {crashAt ?? "no point"}"
        );
        Assert.Equal((4, 2, 2, 0), (tally.In, tally.Sent, tally.Coalesced, tally.Messages));
        Assert.Equal([tomorrow.Id, toOne[0].Id], bed.Taken());
        var along = bed.Sandbox.Mails.Snapshot()[1].Params!.Value.GetProperty("COALESCED");
        Assert.Equal(2, along.GetArrayLength());
        Assert.All(toOne[1..], mail => Assert.Equal(Settlement.Coalesced, tally.Journal.Memory.Find(mail.Id)!.Settled));
    }
}
