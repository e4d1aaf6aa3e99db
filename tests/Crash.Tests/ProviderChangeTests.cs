using MailDispatcher.Core.Journal;
using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests;

/// <summary>The daemon dies over SMTP, and the next one is told to send over Brevo.</summary>
public sealed class ProviderChangeTests(SharedBroker broker)
{
    [Fact]
    public async Task Daemon_StartedWithAnotherProvider_SendsNothingThatTheFormerMayHave()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var relay = new SmtpRelay { Pause = TimeSpan.FromMilliseconds(40) };
        await using var bed = await TestBed.OpenAsync(
            await broker.CreateVhostAsync(),
            cancellation,
            settings: relay.Settings
        );
        await bed.PublishAsync(Enumerable.Range(1, 20).Select(n => bed.Mail(n)), cancellation);
        var former = bed.Start();
        await RelayHasAsync(relay, 2);
        // From now on it takes mails and is silent about them.
        relay.Pause = TimeSpan.FromMinutes(1);
        await RelayHasAsync(relay, relay.Taken.Count + 2);
        await former.Program.KillAsync();
        var before = (await JournalCopy.ReadAsync(bed.Broker, cancellation)).Memory;
        var open = before.Uncertain().Select(m => m.Id).ToList();
        var waiting = bed
            .Published.Select(m => m.Id)
            .Where(id => before.Find(id)?.Settled is null)
            .Except(open)
            .ToList();
        Assert.NotEmpty(open);
        Assert.NotEmpty(waiting);

        var check = await CheckAsync(bed);
        Assert.Contains(
            "went to smtp, and Provider__Kind is brevo, which can't tell whether they were taken",
            check,
            StringComparison.Ordinal
        );
        var next = bed.Start(("Provider__Kind", "brevo"));
        await next.LeadsAsync(TimeSpan.FromMinutes(2), cancellation);
        await bed.EndAsync(next, waiting.Count, cancellation, open.Count);
        Assert.Contains("They are not sent again.", next.Program.Output, StringComparison.Ordinal);
        Assert.Equal(waiting.Order(), bed.Taken().Order());
        var tally = await bed.CountAsync(next, cancellation);
        Assert.All(bed.Published, mail => Assert.NotNull(Settled(tally, mail.Id)));
        Assert.Equal(
            open.Order(),
            bed.Published.Select(m => m.Id).Where(id => Settled(tally, id) is Settlement.Parked).Order()
        );
    }

    private static Task RelayHasAsync(SmtpRelay relay, int mails) =>
        Eventually.TrueAsync(
            () => Task.FromResult(relay.Taken.Count >= mails),
            $"the relay has {mails} mails",
            TimeSpan.FromMinutes(2),
            TestContext.Current.CancellationToken
        );

    private static Settlement? Settled(Tally tally, Guid mail) => tally.Journal.Memory.Find(mail)?.Settled;

    private static async Task<string> CheckAsync(TestBed bed)
    {
        await using var run = await ProgramUnderTest.RunAsync(
            "consumer",
            ["check"],
            new Dictionary<string, string?>
            {
                ["QUEUE_SERVICE_URL"] = bed.Broker.AbsoluteUri,
                ["SENDINBLUE_URL"] = bed.Server.Url.AbsoluteUri,
                ["SENDINBLUE_API_KEY"] = "xkeysib-test",
            }
        );
        await run.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken);
        return run.Output;
    }
}
