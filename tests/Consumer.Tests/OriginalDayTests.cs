using MailDispatcher.Clock;
using MailDispatcher.Contracts;
using MailDispatcher.Sandbox;
using MailDispatcher.TestKit;
using RabbitMQ.Client;

namespace MailDispatcher.Consumer.Tests;

/// <summary>The original's experiment: 400 mails, 300 credits, one day, on a real broker and over real HTTP.</summary>
public sealed class OriginalDayTests(SharedBroker broker)
{
    private const double Speed = 1200;
    private static readonly TimeSpan RestOfDay = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("mail-requests", true, 10)]
    [InlineData("queue", false, 255)]
    public async Task Day_Of400RecordedMailsAnd300Credits_SpendsEveryCreditOnTheMostUrgent(string queue, bool durable, int levels)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var vhost = await broker.CreateVhostAsync();
        await DeclareAsync(vhost, new WaitingRoomQueue { Name = queue, Durable = durable, MaxPriority = levels }, cancellation);
        await Recording.PublishAsync(vhost, queue, cancellation);

        var clock = DaemonUnderTest.Clock(Recording.DayStart.AddSeconds(30), Speed);
        var time = new FastClock(DateTimeOffset.Parse(clock["Clock__Origin"]!, null), Recording.DayStart.AddSeconds(30), Speed);
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), time, cancellation);
        await using var daemon = DaemonUnderTest.Start(vhost, sandbox.Url, clock.Concat(new Dictionary<string, string?>
        {
            ["Queue__Name"] = queue,
            ["Queue__Durable"] = durable ? "true" : "false",
            ["Queue__MaxPriority"] = levels.ToString(System.Globalization.CultureInfo.InvariantCulture),
        }));
        await daemon.Program.WaitForLineAsync(line => line.Contains("Run end_of_day", StringComparison.Ordinal), RestOfDay, cancellation);

        var sent = sandbox.Sandbox.Mails.Snapshot();
        Assert.Equal(300, sent.Count);
        var deadlines = sent.Select(m => Recording.Deadlines[Guid.Parse(m.Tag!)]).ToList();
        Assert.Equal(deadlines.Order(), deadlines);
        Assert.Equal(300, sent.Select(m => m.Tag).Distinct().Count());
        Assert.Equal(0, sandbox.Sandbox.Credits.Read().Remaining);

        await AssertMetricsAgreeAsync(daemon, sandbox, cancellation);
        var hours = daemon.Program.Output.Split('\n').Where(l => l.Contains("Run hourly", StringComparison.Ordinal)).ToList();
        Assert.All(hours, line => Assert.Contains(": 12 attempted", line, StringComparison.Ordinal));

        Assert.Equal(0, await daemon.Program.TerminateAsync());
        Assert.Equal(100u, await ReadyAsync(vhost, queue, cancellation));
    }

    private static async Task AssertMetricsAgreeAsync(DaemonUnderTest daemon, SandboxServer sandbox, CancellationToken cancellation)
    {
        Assert.Equal(300, await daemon.MetricAsync("mails_sent_total", cancellationToken: cancellation));
        Assert.Equal(0, await daemon.MetricAsync("mails_fails_total", cancellationToken: cancellation));
        foreach (var template in sandbox.Sandbox.Mails.Snapshot().GroupBy(m => m.TemplateId))
            Assert.Equal(template.Count(), await daemon.MetricAsync("payload_template_total", $"template=\"{template.Key}\"", cancellation));
        Assert.Equal(300, await daemon.MetricAsync("payload_priority_total", cancellationToken: cancellation));
        Assert.Equal(41, await daemon.MetricAsync("payload_priority_total", "priority=\"200\"", cancellation));
        Assert.Equal(100, await daemon.MetricAsync("maildispatcher_waiting_mails", cancellationToken: cancellation));
        Assert.Equal(0, await daemon.MetricAsync("maildispatcher_credits_remaining", cancellationToken: cancellation));
    }

    private static async Task DeclareAsync(Uri vhost, WaitingRoomQueue queue, CancellationToken cancellation)
    {
        await using var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync(cancellation);
        await QueueDeclaration.EnsureWaitingRoomAsync(connection, queue, cancellation);
    }

    private static async Task<uint> ReadyAsync(Uri vhost, string queue, CancellationToken cancellation)
    {
        await using var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync(cancellation);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        return (await channel.QueueDeclarePassiveAsync(queue, cancellation)).MessageCount;
    }
}
