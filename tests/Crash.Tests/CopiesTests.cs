using System.Diagnostics;
using System.Text;
using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.Engine;
using MailDispatcher.Sandbox.Faults;
using MailDispatcher.TestKit;
using RabbitMQ.Client;

namespace MailDispatcher.Crash.Tests;

/// <summary>What is published twice is sent once, as long as the journal remembers it.</summary>
public sealed class CopiesTests(SharedBroker broker)
{
    private const int Mails = 8;

    [Fact]
    public async Task Mail_PublishedManyTimesAcrossRestarts_IsSentOnce()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bed = await TestBed.OpenAsync(await broker.CreateVhostAsync(), cancellation);
        TestMail[] mails = [.. Enumerable.Range(1, Mails).Select(n => bed.Mail(n))];
        await bed.PublishAsync(Enumerable.Repeat(mails, 5).SelectMany(m => m), cancellation);
        var first = bed.Start();
        await bed.EndAsync(first, Mails, cancellation);
        Assert.Equal(0, await first.Program.TerminateAsync());

        await bed.PublishAsync(Enumerable.Repeat(mails, 2).SelectMany(m => m), cancellation);
        var second = bed.Start();
        await Eventually.TrueAsync(
            async () =>
                await second.MetricAsync("maildispatcher_settled_total", "outcome=\"duplicate\"", cancellation)
                == 2 * Mails,
            "the copies are taken out",
            TimeSpan.FromMinutes(2),
            cancellation
        );
        var tally = (await bed.CountAsync(second, cancellation)).Check(
            "each published 5 times, and 2 times after it was sent"
        );
        Assert.Equal((Mails, 0), (tally.Sent, tally.Messages));
        Assert.Equal(6 * Mails, tally.Journal.Events.OfType<JournalEvent.Duplicate>().Count());
    }

    [Fact]
    public async Task Journal_WithKindsOfANewerVersion_IsReadAndKept()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bed = await TestBed.OpenAsync(await broker.CreateVhostAsync(), cancellation);
        await bed.PublishAsync(Enumerable.Range(1, Mails).Select(n => bed.Mail(n)), cancellation);
        var first = bed.Start();
        await bed.EndAsync(first, Mails, cancellation);
        Assert.Equal(0, await first.Program.TerminateAsync());

        string[] strange =
        [
            """{"kind":"teleported","v":9,"at":"2026-11-21T00:00:00Z","mail":"a1b2c3d4-0000-4000-8000-000000000000"}""",
            """{"kind":"accepted","v":1}""",
            """{"kind":"accepted","v":1,"at":"yesterday","mail":7}""",
            """{"v":1}""",
            "null",
            "[]",
            "",
            "\u0000",
            "no JSON",
        ];
        foreach (var record in strange)
            await JournalCopy.AppendAsync(
                bed.Broker,
                "mail-journal",
                "a newer dispatcher",
                Encoding.UTF8.GetBytes(record),
                cancellation
            );
        await bed.PublishAsync([.. bed.Published, bed.Mail(99)], cancellation);
        var second = bed.Start();
        await bed.EndAsync(second, Mails + 1, cancellation);
        var tally = (await bed.CountAsync(second, cancellation)).Check(
            $"{strange.Length} records that this version does not know"
        );
        Assert.Equal((Mails + 1, 0), (tally.Sent, tally.Messages));
        Assert.Equal(strange.Length, tally.Journal.Skipped);
    }

    [Fact]
    public async Task Journal_Of100000Records_IsReplayedInSeconds()
    {
        const int Mails = 25_000;
        var cancellation = TestContext.Current.CancellationToken;
        var vhost = await broker.CreateVhostAsync();
        await using var connection = await BrokerConnection.OpenAsync(vhost, "replay", cancellation);
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/Recife");
        await using (var empty = await JournalStream.OpenAsync(connection, new JournalQueue(), _ => { }, cancellation))
            await empty.ReplayAsync(
                new JournalEvent.Started
                {
                    At = TestBed.Morning,
                    Instance = "first",
                    Version = "1",
                },
                _ => { },
                cancellation
            );
        await AppendAsync(vhost, Enumerable.Range(1, Mails).SelectMany(Life), cancellation);

        var memory = new Projection(zone, new ValueTable());
        var started = Stopwatch.GetTimestamp();
        await using var journal = await JournalStream.OpenAsync(
            connection,
            new JournalQueue(),
            memory.Apply,
            cancellation
        );
        await journal.ReplayAsync(
            new JournalEvent.Started
            {
                At = TestBed.Morning,
                Instance = "second",
                Version = "1",
            },
            _ => { },
            cancellation
        );
        var took = Stopwatch.GetElapsedTime(started);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"replayed {journal.Read} records in {took.TotalSeconds:0.0} s"
        );
        Assert.Equal(4 * Mails + 2, journal.Read);
        Assert.All(Enumerable.Range(1, Mails), n => Assert.Equal(Settlement.Sent, memory.Find(IdOf(n))?.Settled));
    }

    [Fact]
    public async Task Retry_OfAParkedMailKilledMidway_SendsItOnce()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bed = await TestBed.OpenAsync(await broker.CreateVhostAsync(), cancellation);
        bed.Sandbox.Faults.Set(
            new FaultRule
            {
                Method = "POST",
                Times = 4,
                Status = 400,
                Body = """{"code":"invalid_parameter","message":"no"}""",
            }
        );
        await bed.PublishAsync(Enumerable.Range(1, Mails).Select(n => bed.Mail(n)), cancellation);
        var daemon = bed.Start();
        await bed.EndAsync(daemon, Mails - 4, cancellation, parked: 4);

        var killed = await RetryAsync(bed, nameof(Checkpoint.RetryPublished) + ":2");
        Assert.Equal(128 + 9, killed);
        Assert.Equal(0, await RetryAsync(bed, null));
        await bed.EndAsync(daemon, Mails, cancellation);
        var tally = (await bed.CountAsync(daemon, cancellation)).Check(
            "retry of 4 parked mails killed at the second one, and repeated"
        );
        Assert.Equal((Mails, 0, 0), (tally.Sent, tally.Parked, tally.Messages));
    }

    private static async Task<int> RetryAsync(TestBed bed, string? crashAt)
    {
        await using var desk = await ProgramUnderTest.RunAsync(
            "consumer",
            ["parked", "retry", "--all"],
            new Dictionary<string, string?>(bed.Clock.Settings())
            {
                ["QUEUE_SERVICE_URL"] = bed.Broker.AbsoluteUri,
                ["CrashTest__At"] = crashAt,
            }
        );
        return await desk.WaitForExitAsync();
    }

    private static IEnumerable<JournalEvent> Life(int number)
    {
        var (mail, at) = (IdOf(number), TestBed.Morning.AddSeconds(number));
        yield return new JournalEvent.Requested
        {
            At = at,
            Mail = mail,
            Arrived = at,
            Deadline = at.AddDays(3),
            Template = 7,
        };
        yield return new JournalEvent.Attempted
        {
            At = at,
            Mail = mail,
            Key = mail,
            Urgency = 197,
            Template = 7,
        };
        yield return new JournalEvent.Unanswered
        {
            At = at,
            Mail = mail,
            Reason = "no answer within 20 s",
        };
        yield return new JournalEvent.Accepted
        {
            At = at,
            Mail = mail,
            Evidence = Evidence.UsedKey,
        };
    }

    private static Guid IdOf(int number) => MailId.FromBytes(BitConverter.GetBytes(number));

    private static async Task AppendAsync(Uri vhost, IEnumerable<JournalEvent> entries, CancellationToken cancellation)
    {
        await using var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync(cancellation);
        await using var channel = await ConfirmedChannel.OpenAsync(connection, TimeSpan.FromMinutes(2), cancellation);
        await Task.WhenAll(
            entries.Select(entry =>
                channel.PublishAsync(
                    "",
                    "mail-journal",
                    new BasicProperties(),
                    EventCodec.Encode(entry),
                    cancellationToken: cancellation
                )
            )
        );
    }
}
