using MailDispatcher.Client;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.Faults;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;

namespace MailDispatcher.Deploy.Tests.Running;

/// <summary>
/// A deploy as Dokku, Kubernetes and compose make it: the new dispatcher starts beside the old one, passes its health
/// check, and only then the old one is told to stop, here in the middle of a run.
/// </summary>
public sealed class OverlappingDeployTests(SharedBroker broker)
{
    private const int Mails = 40;

    [Fact]
    public async Task NewDispatcher_BesideTheOldOne_TakesOverAndNoMailIsSentTwice()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var vhost = await broker.CreateVhostAsync();
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { RateLimitScale = 0 },
            TimeProvider.System,
            cancellation
        );
        // Slow enough that the run is under way when the old one is stopped.
        sandbox.Sandbox.Faults.Set(new FaultRule { Path = "/v3/smtp/email", DelayMs = 150 });
        await using var publisher = new MailPublisher(new MailPublisherOptions { CreateQueues = true, Broker = vhost });
        var published = await Task.WhenAll(
            Enumerable.Range(0, Mails).Select(n => publisher.PublishAsync(Mail.To($"person{n}"), cancellation))
        );

        var settings = new Dictionary<string, string?>
        {
            ["Schedule__Hourly"] = "0/2 * * * * ?",
            ["SENDINBLUE_MAILS_PER_HOUR"] = "1000",
            ["Dispatch__Concurrency"] = "1",
        };
        await using var old = DaemonUnderTest.Start(vhost, sandbox.Url, settings);
        await old.LeadsAsync(cancellationToken: cancellation);
        await using var young = DaemonUnderTest.Start(vhost, sandbox.Url, settings);
        await Eventually.TrueAsync(
            async () => (await young.GetAsync("health/ready", cancellation)).Status == 200,
            () => $"the new one passes its check: {young.Program.Output}",
            cancellationToken: cancellation
        );
        Assert.Equal(0, await young.MetricAsync("maildispatcher_is_leader", cancellationToken: cancellation));
        await Eventually.TrueAsync(
            () => sandbox.Sandbox.Mails.Snapshot().Count >= 3,
            "the old one sends",
            cancellationToken: cancellation
        );

        Assert.Equal(0, await old.Program.TerminateAsync());
        var byTheOld = sandbox.Sandbox.Mails.Snapshot().Count;
        await young.LeadsAsync(cancellationToken: cancellation);
        await Eventually.TrueAsync(
            () => sandbox.Sandbox.Mails.Snapshot().Count >= Mails,
            () => $"the new one sends the rest: {young.Program.Output}",
            cancellationToken: cancellation
        );

        Assert.InRange(byTheOld, 3, Mails - 1);
        Assert.Equal(published.Order(), sandbox.Sandbox.Mails.Snapshot().Select(mail => Guid.Parse(mail.Tag!)).Order());
        // Nothing was left in doubt, so nothing was even asked twice.
        Assert.Equal(Mails, sandbox.Sandbox.Calls.Snapshot().Count(call => call.Path == "/v3/smtp/email"));
        await Eventually.TrueAsync(
            async () => await young.MetricAsync("maildispatcher_uncertain_mails", cancellationToken: cancellation) == 0,
            "every outcome is known",
            cancellationToken: cancellation
        );
        Assert.Equal(0, await young.Program.TerminateAsync());
    }
}
