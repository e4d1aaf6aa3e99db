using MailDispatcher.Core.Journal;
using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests;

/// <summary>The daemon sends over SMTP, and is killed while it does.</summary>
public sealed class SmtpTests(SharedBroker broker)
{
    private const int Mails = 50;
    private const int Kills = 4;

    // Smtp__Connections.
    private const int MostAtOnce = 4;

    [Fact]
    public async Task Daemon_KilledWhileItSendsOverSmtp_LosesNothingAndSendsNothingTwice()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var relay = new SmtpRelay { Pause = TimeSpan.FromMilliseconds(40) };
        await using var bed = await TestBed.OpenAsync(
            await broker.CreateVhostAsync(),
            cancellation,
            settings: relay.Settings
        );
        bed.Relay = relay;
        await bed.PublishAsync(Enumerable.Range(1, Mails).Select(n => bed.Mail(n)), cancellation);
        for (var kill = 1; kill <= Kills; kill++)
        {
            var daemon = bed.Start();
            await Eventually.TrueAsync(
                () => Task.FromResult(relay.Taken.Count >= kill * Mails / (Kills + 2)),
                $"the relay has enough mails for kill {kill}",
                TimeSpan.FromMinutes(2),
                cancellation
            );
            await daemon.Program.KillAsync();
        }

        var successor = bed.Start();
        await successor.LeadsAsync(TimeSpan.FromMinutes(2), cancellation);
        await Eventually.TrueAsync(
            async () =>
            {
                // Metrics of a daemon that has not taken in its queue yet show nothing that waits.
                var memory = (await JournalCopy.ReadAsync(bed.Broker, cancellation)).Memory;
                return bed.Published.All(m => memory.Find(m.Id)?.Settled is not null);
            },
            "all mails are sent or parked",
            TimeSpan.FromMinutes(4),
            cancellation
        );
        var tally = await bed.CountAsync(successor, cancellation);
        TestContext.Current.TestOutputHelper?.WriteLine($"{Kills} kills: {tally}");
        var parked = bed
            .Published.Select(m => tally.Journal.Memory.Find(m.Id)!)
            .Where(m => m.Settled is Settlement.Parked)
            .ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"parked as uncertain {parked.Count}, of which the relay had {parked.Count(m => relay.Taken.Contains(m.Id))}"
        );
        Assert.Empty(tally.Lost);
        Assert.Empty(tally.Twice);
        Assert.Equal((Mails, 0), (tally.In, tally.Waiting));
        // What the relay had and no journal knows of is with a person, and nothing else is.
        Assert.Empty(tally.Unjournalled.Except(parked.Select(m => m.Id)));
        Assert.All(parked, m => Assert.Contains("may have been sent", m.LastReason, StringComparison.Ordinal));
        Assert.InRange(parked.Count, 1, Kills * MostAtOnce);
        Assert.Equal(Mails, parked.Count + relay.Taken.Except(parked.Select(m => m.Id)).Count());
    }

    [Fact]
    public async Task Check_SpeaksToTheRelay_EncryptedAndWithTheAccount()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var relay = new SmtpRelay(encrypted: true);
        var vhost = await broker.CreateVhostAsync();
        var authority = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(authority, relay.Authority, cancellation);
            var settings = relay.Settings.ToDictionary(s => s.Name, s => (string?)s.Value);
            settings["QUEUE_SERVICE_URL"] = vhost.AbsoluteUri;
            settings["SSL_CERT_FILE"] = authority;
            await using (var run = await ProgramUnderTest.RunAsync("consumer", ["check"], settings))
            {
                Assert.Equal(0, await run.WaitForExitAsync(cancellationToken: cancellation));
                Assert.Contains("answers encrypted and takes the account", run.Output, StringComparison.Ordinal);
                Assert.Contains("the relay takes mail from Smtp__Sender", run.Output, StringComparison.Ordinal);
                Assert.Contains("template not_selected", run.Output, StringComparison.Ordinal);
            }

            settings["Smtp__Password"] = "wrong-and-secret";
            settings.Remove("Dispatch__Allowance");
            await using var refused = await ProgramUnderTest.RunAsync("consumer", ["check"], settings);
            Assert.Contains("Dispatch__Allowance: needed", refused.Output, StringComparison.Ordinal);
            settings["Dispatch__Allowance"] = "300/day";
            await using var again = await ProgramUnderTest.RunAsync("consumer", ["check"], settings);
            Assert.Equal(1, await again.WaitForExitAsync(cancellationToken: cancellation));
            Assert.Contains("smtp_535", again.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("wrong-and-secret", again.Output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(authority);
        }
    }

    [Fact]
    public async Task Start_WithoutAllowanceOrWithAnOpenWayToElsewhere_SaysWhatIsMissing()
    {
        var settings = new Dictionary<string, string?>
        {
            ["QUEUE_SERVICE_URL"] = "amqp://guest:guest@127.0.0.1:1/",
            ["Provider__Kind"] = "smtp",
            ["Smtp__Host"] = "relay.example",
            ["Smtp__Tls"] = "none",
            ["Smtp__User"] = "somebody",
        };
        await using var run = await ProgramUnderTest.RunAsync("consumer", ["run"], settings);
        Assert.Equal(2, await run.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken));
        foreach (
            var name in new[]
            {
                "Dispatch__Allowance:",
                "Smtp__Tls:",
                "Smtp__User:",
                "Smtp__Sender",
                "Smtp__Templates:",
            }
        )
            Assert.Contains(name, run.Output, StringComparison.Ordinal);
    }
}
