using MailDispatcher.Contracts;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Processes;
using RabbitMQ.Client;

namespace MailDispatcher.Client.Tests.Conformance;

/// <summary>
/// <c>consumer conformance</c> beside publishers of other makers, each with the defaults of its client, and beside ours.
/// </summary>
public sealed class ConformanceTests(SharedBroker broker)
{
    private const string Pika = """
        import os, pika, json, datetime
        connection = pika.BlockingConnection(pika.URLParameters(os.environ["QUEUE_SERVICE_URL"]))
        channel = connection.channel()
        soon = (datetime.datetime.now() + datetime.timedelta(days=2)).isoformat()
        body = {"template": 50, "params": {"A": 1}, "recipient": {"email": "ana@example.com"}, "deadline": soon, "dedline": soon}
        channel.basic_publish("mail-conformance", "mail-conformance", json.dumps(body))
        channel.basic_publish("", "mail-conformance", "Hello World!", pika.BasicProperties(delivery_mode=2))
        connection.close()
        """;

    private const string PyAmqp = """
        import amqp, decimal, os, urllib.parse
        url = urllib.parse.urlparse(os.environ["QUEUE_SERVICE_URL"])
        connection = amqp.Connection(host=f"{url.hostname}:{url.port}", userid=url.username, password=url.password,
                                     virtual_host=urllib.parse.unquote(url.path[1:]))
        connection.connect()
        channel = connection.channel()
        body = '{"template": 50, "params": {}, "recipient": {"email": "ana@example.com"}, "deadline": "2126-01-01T00:00:00Z"}'
        channel.basic_publish(amqp.Message(body, delivery_mode=2, application_headers={"price": decimal.Decimal("1E-29")}),
                              exchange="mail-conformance", routing_key="mail-conformance")
        connection.close()
        """;

    private const string Amqplib = """
        const amqp = require('amqplib');
        (async () => {
          const connection = await amqp.connect(process.env.QUEUE_SERVICE_URL);
          const channel = await connection.createConfirmChannel();
          for (const order of [1, 2])
            channel.publish('mail-conformance', 'mail-conformance', Buffer.from(JSON.stringify({
              template: 50, params: { ORDER: order }, recipient: { email: 'ana@example.com' },
              deadline: '2126-01-01T00:00:00Z', published_at: new Date().toISOString() })),
              { persistent: true, messageId: '0' });
          await channel.waitForConfirms();
          await connection.close();
        })();
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OurOwnClient_PassesClean()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var run = await StartAsync(vhost, count: 2);
        foreach (var creates in new[] { false, true })
        {
            await using var publisher = new MailPublisher(
                new MailPublisherOptions
                {
                    Broker = vhost,
                    Queue = new PendingQueueOptions { Name = "mail-conformance" },
                    CreateQueues = creates,
                }
            );
            await publisher.PublishAsync(
                new MailRequest
                {
                    Template = 50,
                    Recipient = new Recipient("Ana", "ana@example.com"),
                    Params = System.Text.Json.JsonSerializer.SerializeToElement(new { ORDER = 77 }),
                    ExplicitDeadline = new DateTimeOffset(2126, 1, 1, 0, 0, 0, TimeSpan.Zero),
                    App = "shop",
                },
                Token
            );
        }

        Assert.True(await run.WaitForExitAsync(cancellationToken: Token) == 0, run.Output);
        Assert.Contains("template_50, app shop", run.Output, StringComparison.Ordinal);
        Assert.Contains("2 messages, nothing wrong.", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ana@example.com", run.Output, StringComparison.Ordinal);
        await using var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync(Token);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);
        var gone = await Assert.ThrowsAsync<RabbitMQ.Client.Exceptions.OperationInterruptedException>(() =>
            channel.QueueDeclarePassiveAsync("mail-conformance", Token)
        );
        Assert.Equal(404, gone.ShutdownReason!.ReplyCode);
    }

    [Fact]
    public async Task Pika_WithItsDefaults_HearsAllThatIsWrong()
    {
        var output = await RunAsync(2, "/usr/bin/python3", ["-c", Pika]);
        Assert.Equal(
            [
                "wrong mail",
                "transient: publish it with delivery mode 2",
                "deadline: has no zone",
                "dedline: unknown field; did you mean deadline?",
                "wrong mail",
                "body: not a JSON object in UTF-8",
            ],
            Findings(output)
        );
    }

    [Fact]
    public async Task PyAmqp_WithAHeaderThatCannotBeRead_HearsOfIt() =>
        Assert.Equal(
            ["wrong mail", "headers: the dispatcher can't read them"],
            Findings(await RunAsync(1, "/usr/bin/python3", ["-c", PyAmqp]))
        );

    [Fact]
    public async Task Amqplib_WithACounterForAnId_HearsThatTwoMailsAreOne()
    {
        var shop = Path.Combine(RepositoryRoot.Path, "examples", "shop");
        await NodePackages.InstallAsync(shop);
        var output = await RunAsync(
            2,
            "/usr/bin/node",
            ["-e", Amqplib],
            ("NODE_PATH", Path.Combine(shop, "node_modules"))
        );
        Assert.Equal(
            [
                "wrong mail",
                "message_id: not a UUID",
                "wrong mail",
                "message_id: not a UUID",
                "id: message 1 has it and says something else",
            ],
            Findings(output)
        );
    }

    private async Task<string> RunAsync(
        int count,
        string program,
        string[] arguments,
        params (string Name, string? Value)[] environment
    )
    {
        var vhost = await broker.CreateVhostAsync();
        await using var run = await StartAsync(vhost, count);
        await using var publisher = ChildProcess.Start(
            program,
            arguments,
            [
                new("QUEUE_SERVICE_URL", vhost.ToString()),
                .. environment.Select(e => KeyValuePair.Create(e.Name, e.Value)),
            ]
        );
        Assert.True(await publisher.WaitForExitAsync(cancellationToken: Token) == 0, publisher.Output);
        Assert.True(await run.WaitForExitAsync(cancellationToken: Token) == 1, run.Output);
        return run.Output;
    }

    private static async Task<ProgramUnderTest> StartAsync(Uri vhost, int count)
    {
        var run = ProgramUnderTest.Start(
            "consumer",
            ["conformance", "--count", $"{count}", "--for", "120"],
            new Dictionary<string, string?> { ["QUEUE_SERVICE_URL"] = vhost.ToString() }
        );
        await run.WaitForLineAsync(
            line => line.StartsWith("Publish to the exchange", StringComparison.Ordinal),
            cancellationToken: Token
        );
        return run;
    }

    // As far as it is known beforehand what they say.
    private static IEnumerable<string> Findings(string output)
    {
        string[] known =
        [
            "wrong mail",
            "transient: publish it with delivery mode 2",
            "deadline: has no zone",
            "dedline: unknown field; did you mean deadline?",
            "body: not a JSON object in UTF-8",
            "headers: the dispatcher can't read them",
            "message_id: not a UUID",
            "id: message 1 has it and says something else",
        ];
        return output
            .Split('\n')
            .SkipWhile(line => !line.Contains(" mail ", StringComparison.Ordinal))
            .SkipLast(1)
            .Select(line => known.FirstOrDefault(words => line.Contains(words, StringComparison.Ordinal)) ?? line);
    }
}
