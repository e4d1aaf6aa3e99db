using MailDispatcher.Contracts;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;

namespace MailDispatcher.Consumer.Tests;

/// <summary>The deadline policy in the running daemon.</summary>
public sealed class DeadlineDaemonTests(SharedBroker broker)
{
    private static readonly Dictionary<string, string?> Deadline = new() { ["Dispatch__Policy"] = "deadline" };

    [Fact]
    public async Task UrgentMail_WithCreditsLeft_LeavesBetweenTheRuns()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var vhost = await broker.CreateVhostAsync();
        await using var sandbox = await SandboxServer.StartAsync(cancellationToken: cancellation);
        await using var daemon = DaemonUnderTest.Start(vhost, sandbox.Url, Deadline);
        await daemon.LeadsAsync(cancellationToken: cancellation);
        var start = TimeProvider.System.GetUtcNow().AddMinutes(30);
        foreach (var round in Enumerable.Range(1, 3))
        {
            await Mails.PublishAsync(vhost, [Mails.Cancellation(start)], cancellation);
            await Eventually.TrueAsync(
                () => sandbox.Sandbox.Mails.Count == round,
                "the cancellation leaves at once",
                cancellationToken: cancellation
            );
        }

        Assert.Equal(3, await daemon.MetricAsync("mails_sent_total", cancellationToken: cancellation));
    }

    [Fact]
    public async Task NewerRequestAndCancel_OfOneTopic_TakeTheOlderOut()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var vhost = await broker.CreateVhostAsync();
        // No credits: everything waits, so that the rule decides and not the speed.
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { Credits = 0 },
            cancellationToken: cancellation
        );
        await using var daemon = DaemonUnderTest.Start(vhost, sandbox.Url, Deadline);
        await daemon.LeadsAsync(cancellationToken: cancellation);
        // Due today at any hour of the day at which this may run; mail of tomorrow may be kept for tomorrow.
        var start = TimeProvider.System.GetUtcNow().AddMinutes(30);
        var moved = Mails.Cancellation(start) with { Topic = "mentoring-1", Version = 2 };
        var first = Mails.Cancellation(start) with { Topic = "mentoring-1", Version = 1 };
        var other = Mails.Cancellation(start, "eva@example.com") with { Topic = "mentoring-1", Version = 1 };
        var doomed = Mails.Cancellation(start) with { Topic = "mentoring-2" };
        await Mails.PublishAsync(vhost, [moved], cancellation);
        await Mails.PublishAsync(vhost, [first, other, doomed], cancellation);
        await Eventually.TrueAsync(
            async () => await daemon.MetricAsync("maildispatcher_waiting_mails", cancellationToken: cancellation) == 3,
            "the older version is out, the other recipient's stays",
            cancellationToken: cancellation
        );
        var cancel = new MailRequest
        {
            Recipient = new Recipient("Rui", "rui@example.com"),
            Topic = "mentoring-2",
            Cancel = true,
        };
        await Mails.PublishAsync(vhost, [cancel], cancellation);
        await Eventually.TrueAsync(
            async () => await daemon.MetricAsync("maildispatcher_waiting_mails", cancellationToken: cancellation) == 2,
            "the cancel request withdraws its topic",
            cancellationToken: cancellation
        );
        Assert.Equal(
            2,
            await daemon.MetricAsync("maildispatcher_settled_total", "outcome=\"superseded\"", cancellation)
        );
        Assert.Equal(
            1,
            await daemon.MetricAsync("maildispatcher_settled_total", "outcome=\"cancelled\"", cancellation)
        );

        sandbox.Sandbox.Credits.Set(remaining: 10);
        Assert.Equal(0, await daemon.Program.TerminateAsync());
        await using var next = DaemonUnderTest.Start(vhost, sandbox.Url, Deadline);
        await Eventually.TrueAsync(
            () => sandbox.Sandbox.Mails.Count == 2,
            "what is left is sent after a restart",
            cancellationToken: cancellation
        );
        Assert.Equal(
            new[] { moved.Id.ToString(), other.Id.ToString() }.Order(),
            sandbox.Sandbox.Mails.Snapshot().Select(m => m.Tag).Order()
        );
    }
}
