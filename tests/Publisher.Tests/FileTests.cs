using System.Text;
using System.Text.Json;
using MailDispatcher.Contracts;
using MailDispatcher.TestKit;

namespace MailDispatcher.Publisher.Tests;

/// <summary><c>publisher --file</c>: real requests and recordings, line by line.</summary>
public sealed class FileTests(SharedBroker broker)
{
    private static readonly string Recording = Path.Combine(
        AppContext.BaseDirectory,
        "Data",
        "original-publisher.jsonl"
    );

    [Fact]
    public async Task Run_SomeLinesAreBad_RefusesThoseWithNumberAndReason()
    {
        var vhost = await broker.CreateVhostAsync();
        var input = string.Join(
            '\n',
            Line("a@example.com"),
            "{broken",
            "",
            Line("no address"),
            Line("b@example.com") + "\r",
            "[]"
        );
        await using var run = await PublisherRun.RunAsync(vhost, ["--file", "-"], input);

        Assert.Equal(1, await PublisherRun.ExitCodeOf(run));
        Assert.Equal(
            [
                "line 2: body: not a JSON object in UTF-8",
                "line 4: recipient.email: not a mail address (name@domain, in ASCII before the @)",
                "line 6: body: not a JSON object in UTF-8",
            ],
            PublisherRun.Errors(run)
        );
        Assert.StartsWith(
            "2 published, 3 refused, 0 not confirmed",
            PublisherRun.Output(run)[^1],
            StringComparison.Ordinal
        );
        Assert.Equal(
            ["a@example.com", "b@example.com"],
            (await PublisherRun.WaitingAsync(vhost)).Select(mail => mail.Recipient.Email).Order()
        );
    }

    [Fact]
    public async Task Run_UnknownFieldPastDeadlineOrNoZone_IsRefusedByName()
    {
        var vhost = await broker.CreateVhostAsync();
        var input = string.Join(
            '\n',
            Line("a@example.com").Replace("{\"template\"", "{\"dedline\":1,\"template\"", StringComparison.Ordinal),
            Line("a@example.com").Replace("2126", "2025", StringComparison.Ordinal),
            Line("a@example.com").Replace("00Z", "00", StringComparison.Ordinal)
        );
        await using var run = await PublisherRun.RunAsync(vhost, ["--file", "-"], input);
        Assert.Equal(1, await PublisherRun.ExitCodeOf(run));
        Assert.Equal(
            [
                "line 1: dedline: unknown field",
                "line 2: mail_params.mentoring_datetime: has passed; the mail would never be sent",
                "line 3: mail_params.mentoring_datetime: has no zone, and none is guessed; write it as 2026-11-21T22:32:51-03:00, or set Requests__Zone",
            ],
            PublisherRun.Errors(run)
        );
        await using var zoned = await PublisherRun.RunAsync(
            vhost,
            ["--file", "-"],
            input,
            ("Requests__Zone", "America/Recife")
        );
        Assert.Equal(1, await PublisherRun.ExitCodeOf(zoned));
        Assert.Equal(21, Assert.Single(await PublisherRun.WaitingAsync(vhost)).Deadline.UtcDateTime.Hour);
    }

    [Fact]
    public async Task Run_LineWithoutADeadline_IsPublishedForTheDispatcherToKnow()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var run = await PublisherRun.RunAsync(
            vhost,
            ["--file", "-"],
            """{"template": 17, "params": {"CODE": "1"}, "recipient": {"email": "a@example.com"}}"""
        );
        Assert.Equal(0, await PublisherRun.ExitCodeOf(run));
        Assert.StartsWith("1 published, 0 refused", PublisherRun.Output(run)[^1], StringComparison.Ordinal);
        Assert.Single(await QueueContents.TakeAllAsync(vhost, PendingQueueOptions.DefaultName, CancellationToken.None));
    }

    [Fact]
    public async Task Run_FileOnDisk_IsPublishedAndTwiceUnderTheSameIds()
    {
        var vhost = await broker.CreateVhostAsync();
        var file = Path.GetTempFileName();
        try
        {
            // Encoding.UTF8 puts a byte order mark in front, as Windows programs do.
            await File.WriteAllTextAsync(
                file,
                Line("a@example.com") + "\n" + Line("b@example.com"),
                Encoding.UTF8,
                PublisherRun.Token
            );
            await using var first = await PublisherRun.RunAsync(vhost, ["--file", file]);
            await using var second = await PublisherRun.RunAsync(vhost, ["--file", file]);
            Assert.Equal(0, await PublisherRun.ExitCodeOf(first));
            Assert.Equal(0, await PublisherRun.ExitCodeOf(second));
            var mails = await PublisherRun.WaitingAsync(vhost);
            Assert.Equal(4, mails.Length);
            Assert.Equal(2, mails.Select(mail => mail.Id).Distinct().Count());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Run_LineWithAnId_KeepsIt()
    {
        var vhost = await broker.CreateVhostAsync();
        var id = Guid.NewGuid();
        var line = Line("a@example.com")
            .Replace("{\"template\"", $"{{\"id\":\"{id}\",\"template\"", StringComparison.Ordinal);
        await using var run = await PublisherRun.RunAsync(vhost, ["--file", "-"], line);
        Assert.Equal(id, Assert.Single(await PublisherRun.WaitingAsync(vhost)).Id);
    }

    [Fact]
    public async Task Run_CancelRequest_IsPublished()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var run = await PublisherRun.RunAsync(
            vhost,
            ["--file", "-"],
            """{"cancel":true,"topic":"mentoring-42","recipient":{"name":null,"email":"a@example.com"}}"""
        );
        Assert.Equal(0, await PublisherRun.ExitCodeOf(run));
        Assert.Equal("cancel", PublisherRun.Output(run)[0]);
        Assert.True(Assert.Single(await PublisherRun.WaitingAsync(vhost)).Cancel);
    }

    [Fact]
    public async Task Run_HugeLine_IsRefusedAndTheNextOneRead()
    {
        var vhost = await broker.CreateVhostAsync();
        var input = new string('x', 3_000_000) + "\n" + Line("a@example.com");
        await using var run = await PublisherRun.RunAsync(vhost, ["--file", "-"], input);
        Assert.Equal(1, await PublisherRun.ExitCodeOf(run));
        Assert.Equal([$"line 1: body: larger than {MailRequestCodec.MaxBodyBytes} bytes"], PublisherRun.Errors(run));
        Assert.Equal("a@example.com", Assert.Single(await PublisherRun.WaitingAsync(vhost)).Recipient.Email);
    }

    [Fact]
    public async Task Run_Recording_ReplaysEveryMessageUnchanged()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var run = await PublisherRun.RunAsync(
            vhost,
            ["--file", Recording, "--as-recorded"],
            null,
            ("Queue__Name", "queue"),
            ("Queue__Durable", "false"),
            ("Queue__MaxPriority", "255")
        );
        Assert.Equal(0, await PublisherRun.ExitCodeOf(run));
        var expected = File.ReadLines(Recording)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Select(line => (line.GetProperty("priority").GetInt32(), line.GetProperty("body").GetString()!))
            .ToList();
        var waiting = (await QueueContents.TakeAllAsync(vhost, "queue", PublisherRun.Token))
            .Select(message => ((int)message.BasicProperties.Priority, Encoding.UTF8.GetString(message.Body.Span)))
            .ToList();
        // The queue hands out the highest priority first, and each priority in the order of arrival.
        Assert.Equal(expected.OrderByDescending(message => message.Item1), waiting);
        Assert.Equal(400, waiting.Count);
        Assert.Equal("template 16  urgency 199", PublisherRun.Output(run)[0]);
    }

    [Fact]
    public async Task Run_ManyRecordedMessages_KeepTheirOrder()
    {
        var vhost = await broker.CreateVhostAsync();
        string[] bodies = [.. Enumerable.Range(0, 5_000).Select(n => $"number {n}")];
        var input = string.Join('\n', bodies.Select(body => $$"""{"priority":5,"body":"{{body}}"}"""));
        await using var run = await PublisherRun.RunAsync(vhost, ["--file", "-", "--as-recorded"], input);
        Assert.Equal(0, await PublisherRun.ExitCodeOf(run));
        var waiting = await QueueContents.TakeAllAsync(vhost, PendingQueueOptions.DefaultName, PublisherRun.Token);
        Assert.Equal(bodies, waiting.Select(message => Encoding.UTF8.GetString(message.Body.Span)));
    }

    [Fact]
    public async Task Run_RecordingWithBadLines_RefusesThem()
    {
        var vhost = await broker.CreateVhostAsync();
        var input = """
            {"priority": 256, "body": "x"}
            {"body": "x"}
            not json
            {"priority": 1, "body": "anything at all"}
            """;
        await using var run = await PublisherRun.RunAsync(vhost, ["--file", "-", "--as-recorded"], input);
        Assert.Equal(1, await PublisherRun.ExitCodeOf(run));
        Assert.Equal(3, PublisherRun.Errors(run).Length);
        Assert.Equal("line 3: not a JSON object in UTF-8", PublisherRun.Errors(run)[2]);
        var message = Assert.Single(
            await QueueContents.TakeAllAsync(vhost, PendingQueueOptions.DefaultName, PublisherRun.Token)
        );
        Assert.Equal("anything at all", Encoding.UTF8.GetString(message.Body.Span));
    }

    private static string Line(string email) =>
        $$$"""
            {"template":7,"recipient":{"name":"Cauã","email":"{{{email}}}"},"mail_params":{"mentor_name":"Cauã","mentoring_datetime":"2126-12-24T18:00:00Z","mentored_name":"Ana"}}
            """;
}
