using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;
using RabbitMQ.Client;

namespace MailDispatcher.Consumer.Tests;

/// <summary>The original's experiment: 400 mails, 300 credits, one day, on a real broker and over real HTTP.</summary>
[Collection(SteppedDaemon.OneAtATime)]
public sealed class OriginalDayTests(SharedBroker broker)
{
    private const int RunsBeforeTheLast = 23;
    private static readonly DateTimeOffset LastRun = Recording.DayStart + new TimeSpan(23, 5, 0);

    [Theory]
    [InlineData("mail-requests", true, 10)]
    [InlineData("queue", false, 255)]
    public async Task Day_Of400RecordedMailsAnd300Credits_SpendsEveryCreditOnTheMostUrgent(
        string queue,
        bool durable,
        int levels
    )
    {
        var cancellation = TestContext.Current.CancellationToken;
        var vhost = await broker.CreateVhostAsync();
        await DeclareAsync(
            vhost,
            new PendingQueueOptions
            {
                Name = queue,
                Durable = durable,
                MaxPriority = levels,
            },
            cancellation
        );
        await Recording.PublishAsync(vhost, queue, cancellation);

        // Not at a full hour: whether the schedule or the dispatcher is up first would decide about that hour's run.
        var clock = new ManualTime(Recording.DayStart.AddSeconds(30));
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), clock, cancellation);
        await using (
            var daemon = await SteppedDaemon.StartAsync(
                vhost,
                sandbox.Url,
                clock,
                new Dictionary<string, string?>
                {
                    ["Queue__Name"] = queue,
                    ["Queue__Durable"] = durable ? "true" : "false",
                    ["Queue__MaxPriority"] = levels.ToString(System.Globalization.CultureInfo.InvariantCulture),
                },
                cancellation
            )
        )
        {
            foreach (var hour in Enumerable.Range(1, RunsBeforeTheLast))
            {
                await daemon.ReachAsync(Recording.DayStart.AddHours(hour), cancellation);
                Assert.Equal(12 * hour, sandbox.Sandbox.Mails.Count);
            }

            await daemon.ReachAsync(LastRun, cancellation);
            AssertMetricsAgree(daemon, sandbox);
        }

        var sent = sandbox.Sandbox.Mails.Snapshot();
        Assert.Equal(300, sent.Count);
        // Those of one run leave side by side; each run takes the most urgent that are left.
        var deadlines = sent.GroupBy(m => m.At)
            .OrderBy(run => run.Key)
            .SelectMany(run => run.Select(m => Recording.Deadlines[Guid.Parse(m.Tag!)]).Order())
            .ToList();
        Assert.Equal(deadlines.Order(), deadlines);
        Assert.Equal(300, sent.Select(m => m.Tag).Distinct().Count());
        Assert.Equal(0, sandbox.Sandbox.Credits.Read().Remaining);

        Assert.Equal(100u, await ReadyAsync(vhost, queue, cancellation));
    }

    private static void AssertMetricsAgree(SteppedDaemon daemon, SandboxServer sandbox)
    {
        Assert.Equal(300, daemon.Metric("mails_sent_total"));
        Assert.Equal(0, daemon.Metric("mails_fails_total"));
        foreach (var template in sandbox.Sandbox.Mails.Snapshot().GroupBy(m => m.TemplateId))
            Assert.Equal(template.Count(), daemon.Metric("payload_template_total", $"template=\"{template.Key}\""));
        Assert.Equal(300, daemon.Metric("payload_priority_total"));
        Assert.Equal(41, daemon.Metric("payload_priority_total", "priority=\"200\""));
        Assert.Equal(100, daemon.Metric("maildispatcher_waiting_mails"));
        Assert.Equal(0, daemon.Metric("maildispatcher_credits_remaining"));
    }

    private static async Task DeclareAsync(Uri vhost, PendingQueueOptions queue, CancellationToken cancellation)
    {
        await using var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync(cancellation);
        await QueueDeclaration.EnsurePendingQueueAsync(connection, queue, cancellation);
    }

    private static async Task<uint> ReadyAsync(Uri vhost, string queue, CancellationToken cancellation)
    {
        await using var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync(cancellation);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        return (await channel.QueueDeclarePassiveAsync(queue, cancellation)).MessageCount;
    }
}
