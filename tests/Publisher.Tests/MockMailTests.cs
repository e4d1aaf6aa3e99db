using System.Globalization;
using System.Text.RegularExpressions;
using MailDispatcher.Contracts;
using MailDispatcher.TestKit;

namespace MailDispatcher.Publisher.Tests;

/// <summary><c>publisher -n</c>: made-up mails on a real broker.</summary>
public sealed partial class MockMailTests(SharedBroker broker)
{
    private const string Now = "2026-11-21T21:50:00-03:00";

    [Fact]
    public async Task Run_FiveMails_PrintsTemplateAndUrgencyOfEach()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var run = await PublisherRun.RunAsync(vhost, ["-n", "5"]);
        Assert.Equal(0, await PublisherRun.ExitCodeOf(run));
        var output = PublisherRun.Output(run);
        Assert.Equal(6, output.Length);
        Assert.All(output[..5], line => Assert.Matches(MailLine(), line));
        Assert.StartsWith("5 published, 0 refused, 0 not confirmed in ", output[5], StringComparison.Ordinal);
        Assert.Empty(PublisherRun.Errors(run));
        Assert.Equal(5, (await PublisherRun.WaitingAsync(vhost)).Length);
    }

    [Fact]
    public async Task Run_ManyMails_AreAsTheOriginalPublishersAndStillToCome()
    {
        const int Count = 400;
        var vhost = await broker.CreateVhostAsync();
        await using var run = await PublisherRun.RunAsync(
            vhost,
            [
                "-n",
                $"{Count}",
                "--seed",
                "1",
                "--now",
                Now,
                "--max-priority",
                "255",
                "--queue",
                "queue",
                "--durable",
                "false",
            ]
        );
        Assert.Equal(0, await PublisherRun.ExitCodeOf(run));
        var messages = await QueueContents.TakeAllAsync(vhost, "queue", PublisherRun.Token);
        var mails = messages
            .Select(m => Assert.IsType<DecodedMail.Valid>(MailRequestCodec.Decode(m.Body.Span)).Request)
            .ToArray();
        Assert.Equal(Count, mails.Length);

        Assert.Equal([7, 9, 10, 11, 16], mails.Select(m => m.Template).Distinct().Order());
        Assert.Equal(Count, mails.Select(m => m.Id).Distinct().Count());
        Assert.All(mails, mail => Assert.EndsWith("@example.com", mail.Recipient.Email, StringComparison.Ordinal));
        Assert.Contains(mails, mail => mail.Recipient.Name!.Any(c => c > 127));
        var now = DateTimeOffset.Parse(Now, CultureInfo.InvariantCulture);
        var recife = TimeZoneInfo.FindSystemTimeZoneById("America/Recife");
        Assert.All(
            mails,
            mail =>
                Assert.InRange(mail.Deadline, now.AddSeconds(1), new DateTimeOffset(now.Date.AddDays(11), now.Offset))
        );
        Assert.Equal(
            Enumerable.Range(190, 11),
            mails.Select(mail => Urgency.Of(mail.Deadline, now, recife)).Distinct().Order()
        );
        Assert.Equal(
            messages.Select(m => (int)m.BasicProperties.Priority),
            mails.Select(mail => Urgency.Of(mail.Deadline, now, recife))
        );
    }

    [Theory]
    [InlineData("1", Now, true)]
    [InlineData("2", Now, false)]
    [InlineData("1", "2026-11-22T21:50:00-03:00", false)]
    public async Task Run_SameSeedAndTime_MakesTheSameMailsWithTheSameIds(string seed, string now, bool isSame)
    {
        var first = await MailsAsync("1", Now);
        var second = await MailsAsync(seed, now);
        if (isSame)
            Assert.Equal(first.Select(Undated), second.Select(Undated));
        else
            Assert.Empty(first.Select(m => m.Id).Intersect(second.Select(m => m.Id)));
    }

    private static MailRequest Undated(MailRequest mail) => mail with { PublishedAt = null };

    [Fact]
    public async Task Run_WithoutASeed_MakesOthersEachTime()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var first = await PublisherRun.RunAsync(vhost, ["-n", "20", "--now", Now]);
        await using var second = await PublisherRun.RunAsync(vhost, ["-n", "20", "--now", Now]);
        Assert.Equal(40, (await PublisherRun.WaitingAsync(vhost)).Select(m => m.Id).Distinct().Count());
    }

    [Fact]
    public async Task Run_WithARate_KeepsIt()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var run = await PublisherRun.RunAsync(vhost, ["-n", "11", "--rate", "5"]);
        Assert.Equal(0, await PublisherRun.ExitCodeOf(run));
        var seconds = double.Parse(
            Duration().Match(PublisherRun.Output(run)[^1]).Groups[1].Value,
            CultureInfo.InvariantCulture
        );
        Assert.True(seconds >= 1.9, $"ten pauses of a fifth of a second took {seconds} s");
    }

    [Fact]
    public async Task Run_TenThousandMails_ArePublishedAtOnceAndInFull()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var run = await PublisherRun.RunAsync(vhost, ["-n", "10000"]);
        Assert.Equal(0, await PublisherRun.ExitCodeOf(run));
        Assert.Equal(
            10_000u,
            await QueueContents.CountAsync(vhost, PendingQueueOptions.DefaultName, PublisherRun.Token)
        );
    }

    [Fact]
    public async Task Run_LongOnATerminal_ShowsABar()
    {
        var vhost = await broker.CreateVhostAsync();
        var binary = Path.Combine(
            AppContext.BaseDirectory,
            "..",
            "..",
            "Publisher",
            Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)),
            "publisher"
        );
        await using var terminal = TestKit.Processes.ChildProcess.Start(
            "script",
            ["-qec", $"'{binary}' -n 300", "/dev/null"],
            [new("QUEUE_SERVICE_URL", vhost.OriginalString), new("TERM", "xterm-256color")]
        );
        Assert.Equal(0, await terminal.WaitForExitAsync(cancellationToken: PublisherRun.Token));
        Assert.Contains("100%", terminal.Output, StringComparison.Ordinal);
        Assert.Contains("300 published", terminal.Output, StringComparison.Ordinal);
        Assert.Contains("template 7  urgency ", terminal.Output, StringComparison.Ordinal);

        await using var piped = await PublisherRun.RunAsync(vhost, ["-n", "300"]);
        Assert.DoesNotContain("%", piped.Output, StringComparison.Ordinal);
    }

    private async Task<MailRequest[]> MailsAsync(string seed, string now)
    {
        var vhost = await broker.CreateVhostAsync();
        await using var run = await PublisherRun.RunAsync(vhost, ["-n", "30", "--seed", seed, "--now", now]);
        return await PublisherRun.WaitingAsync(vhost);
    }

    [GeneratedRegex(@"^template (7|9|10|11|16)  urgency (19\d|200)$")]
    private static partial Regex MailLine();

    [GeneratedRegex(@" in ([\d.]+) s")]
    private static partial Regex Duration();
}
