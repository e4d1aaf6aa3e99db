using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;
using RabbitMQ.Client;

namespace MailDispatcher.Page.Tests;

/// <summary><c>consumer conformance</c>: what only a provider can tell, and that it takes no mail away.</summary>
public sealed class ConformanceCommandTests(SharedBroker broker)
{
    private const string Queue = "shop-conformance";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Template_ThatIsMissingOrShowsMore_IsNamed()
    {
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { InactiveTemplates = [10] },
            cancellationToken: Cancel
        );
        var vhost = await broker.CreateVhostAsync();
        await using var run = await StartAsync(
            vhost,
            ["--count", "4", "--for", "120"],
            ("SENDINBLUE_URL", sandbox.Url.ToString()),
            ("SENDINBLUE_API_KEY", "xkeysib-test")
        );
        await using var publisher = Publisher(vhost);
        foreach (var (template, mentee) in new (int, string?)[] { (7, null), (7, "8"), (10, null), (4711, null) })
            await publisher.PublishAsync(
                new MailRequest
                {
                    Template = template,
                    Recipient = new Recipient("Ana", "ana@example.com"),
                    Params = System.Text.Json.JsonSerializer.SerializeToElement(new { ORDER = 77 }),
                    Mentoring = new MentoringParams
                    {
                        MentorName = "Cauã",
                        MentoredName = "Ana",
                        MentoringStart = new DateTimeOffset(2126, 1, 1, 0, 0, 0, TimeSpan.Zero),
                        MentoredId = mentee,
                    },
                },
                Cancel
            );
        Assert.True(await run.WaitForExitAsync(cancellationToken: Cancel) == 1, run.Output);
        var lines = run.Lines.Select(line => line.Text.Trim()).SkipWhile(line => !line.StartsWith('1')).ToList();
        Assert.StartsWith("1 wrong mail ", lines[0], StringComparison.Ordinal);
        Assert.Equal("params.MENTORED_ID: the template shows it, and the request does not give it", lines[1]);
        Assert.StartsWith("2 ok    mail ", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("3 wrong mail ", lines[3], StringComparison.Ordinal);
        Assert.Equal("template: number 10 is switched off", lines[4]);
        Assert.StartsWith("4 wrong mail ", lines[5], StringComparison.Ordinal);
        Assert.Equal("template: the account has no template 4711", lines[6]);
        Assert.StartsWith("4 messages, 3 wrong", lines[7], StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeadlineThatHasPassed_IsWrong()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var run = await StartAsync(vhost, ["--count", "1", "--for", "120"]);
        await using var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync(Cancel);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancel);
        await channel.BasicPublishAsync(
            Queue,
            Queue,
            mandatory: true,
            new BasicProperties { Persistent = true },
            """
            {"template":50,"params":{},"recipient":{"email":"a@example.com"},"deadline":"2020-01-01T00:00:00Z"}
            """u8.ToArray(),
            Cancel
        );
        Assert.True(await run.WaitForExitAsync(cancellationToken: Cancel) == 1, run.Output);
        foreach (var words in new[] { "no id: ", "no time: ", "deadline: has passed" })
            Assert.Contains(words, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NothingComing_IsNotGood()
    {
        await using var run = await StartAsync(await broker.CreateVhostAsync(), ["--for", "1"]);
        Assert.Equal(1, await run.WaitForExitAsync(cancellationToken: Cancel));
        Assert.Contains("No message came: nothing is known.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task QueueOfMail_IsRefusedAndKeepsItsMail()
    {
        var vhost = await broker.CreateVhostAsync();
        await using (var publisher = Publisher(vhost, PendingQueueOptions.DefaultName))
            await publisher.PublishAsync(
                new MailRequest { Recipient = new Recipient("Ana", "ana@example.com"), Cancel = true },
                Cancel
            );
        await using var run = await ProgramUnderTest.RunAsync(
            "consumer",
            ["conformance", "--queue", "mail-requests", "--for", "1"],
            Settings(vhost)
        );
        Assert.Equal(2, await run.WaitForExitAsync(cancellationToken: Cancel));
        Assert.Contains("must end in -conformance", run.Output, StringComparison.Ordinal);
        Assert.Single(await QueueContents.TakeAllAsync(vhost, PendingQueueOptions.DefaultName, Cancel));
    }

    private static MailPublisher Publisher(Uri vhost, string queue = Queue) =>
        new(
            new MailPublisherOptions
            {
                Broker = vhost,
                Queue = new PendingQueueOptions { Name = queue },
                CreateQueues = true,
            }
        );

    private static async Task<ProgramUnderTest> StartAsync(
        Uri vhost,
        string[] arguments,
        params (string Name, string Value)[] more
    )
    {
        var run = ProgramUnderTest.Start(
            "consumer",
            ["conformance", "--queue", Queue, .. arguments],
            Settings(vhost, more)
        );
        await run.WaitForLineAsync(
            line => line.StartsWith("Publish to the exchange", StringComparison.Ordinal),
            cancellationToken: Cancel
        );
        return run;
    }

    private static Dictionary<string, string?> Settings(Uri vhost, params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string?> { ["QUEUE_SERVICE_URL"] = vhost.AbsoluteUri };
        foreach (var (name, value) in more)
            settings[name] = value;
        return settings;
    }
}
