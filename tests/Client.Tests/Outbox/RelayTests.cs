using System.Net;
using MailDispatcher.Contracts;
using MailDispatcher.TestKit;
using RabbitMQ.Client;

namespace MailDispatcher.Client.Tests.Outbox;

/// <summary><c>consumer relay</c> between a real PostgreSQL and a real broker.</summary>
public sealed class RelayTests(SharedBroker broker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Relay_KilledBetweenConfirmAndDelete_LosesNothingAndRepeatsUnderTheSameId()
    {
        await using var postgres = await PostgresNode.StartAsync();
        var vhost = await VhostWithQueueAsync();
        await using var database = await Relay.OpenAsync(postgres);
        await Relay.ExecuteAsync(database, await File.ReadAllTextAsync(Relay.Schema, Token));
        // Its DELETE waits for a lock that we hold.
        await Relay.ExecuteAsync(
            database,
            """
            CREATE FUNCTION held() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN PERFORM pg_advisory_xact_lock(77); RETURN OLD; END $$;
            CREATE TRIGGER held BEFORE DELETE ON mail_outbox FOR EACH ROW EXECUTE FUNCTION held();
            SELECT pg_advisory_lock(77);
            """
        );
        await Relay.InsertAsync(database, Mail(1), Mail(2), Mail(3));
        await using (var relay = Relay.Start(postgres, vhost, FreePort.Next()))
        {
            await Eventually.TrueAsync(
                async () =>
                    await Relay.ReadAsync<long>(
                        database,
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'DELETE%'"
                    ) == 1,
                () => $"the relay is about to delete what is confirmed; it wrote {relay.Output}",
                cancellationToken: Token
            );
            await relay.KillAsync();
        }

        await Relay.ExecuteAsync(database, "SELECT pg_advisory_unlock(77)");
        Assert.Equal(3, await Relay.ReadAsync<long>(database, "SELECT count(*) FROM mail_outbox"));
        await Relay.OnceAsync(postgres, vhost);
        Assert.Equal(0, await Relay.ReadAsync<long>(database, "SELECT count(*) FROM mail_outbox"));
        var refs = (await MailsAsync(vhost)).ConvertAll(mail => (mail.Ref, mail.Id));
        Assert.Equal(6, refs.Count);
        Assert.Equal(3, refs.Distinct().Count());
    }

    [Fact]
    public async Task Relay_NotifiedPolledAndToldToStop_PublishesAtOnceAndEndsCleanly()
    {
        await using var postgres = await PostgresNode.StartAsync();
        var vhost = await VhostWithQueueAsync();
        await using var database = await Relay.OpenAsync(postgres);
        var port = FreePort.Next();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        await using var relay = Relay.Start(postgres, vhost, port);
        // It is there before the app's table: it waits, and says for what.
        await relay.WaitForLineAsync(
            line => line.Contains("contracts/outbox.sql", StringComparison.Ordinal),
            cancellationToken: Token
        );
        using (var early = await http.GetAsync(new Uri("health/ready", UriKind.Relative), Token))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
        await Relay.ExecuteAsync(database, await File.ReadAllTextAsync(Relay.Schema, Token));
        await relay.WaitForLineAsync(
            line => line.Contains("published as it is written", StringComparison.Ordinal),
            cancellationToken: Token
        );

        await Relay.InsertAsync(database, Mail(1));
        await ArrivesAsync(vhost, 1, relay);
        await Relay.ExecuteAsync(database, "DROP TRIGGER mail_outbox_written ON mail_outbox");
        await Relay.InsertAsync(database, Mail(2), """{"template":7}""");
        await ArrivesAsync(vhost, 2, relay);

        string metrics = "";
        await Eventually.TrueAsync(
            async () =>
            {
                metrics = await http.GetStringAsync(new Uri("metrics", UriKind.Relative), Token);
                return MetricsText.Sum(metrics, "maildispatcher_outbox_problem_rows", "") == 1;
            },
            "the row that can't be published is counted",
            cancellationToken: Token
        );
        Assert.Equal(2, MetricsText.Sum(metrics, "maildispatcher_outbox_rows_total", "published"));
        Assert.Equal(1, MetricsText.Sum(metrics, "maildispatcher_outbox_rows_total", "problem"));
        Assert.Equal(0, MetricsText.Sum(metrics, "maildispatcher_outbox_oldest_seconds", ""));
        Assert.Equal(
            "body: recipient is required",
            await Relay.ReadAsync<string>(database, "SELECT problem FROM mail_outbox")
        );
        Assert.Equal(0, await relay.TerminateAsync());
        Assert.Contains("The relay has stopped", relay.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ana@example.com", relay.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Relay_OlderRowHeldByAnother_LetsThatPersonsMailsWaitAndNobodyElses()
    {
        await using var postgres = await PostgresNode.StartAsync();
        var vhost = await VhostWithQueueAsync();
        await using var database = await Relay.OpenAsync(postgres);
        await Relay.ExecuteAsync(database, await File.ReadAllTextAsync(Relay.Schema, Token));
        await Relay.InsertAsync(
            database,
            Mail(1, "ana@example.com"),
            Mail(2, "Ana@example.com"),
            Mail(3, "bo@example.com")
        );
        await using (var other = await Relay.OpenAsync(postgres))
        {
            await Relay.ExecuteAsync(other, "BEGIN");
            await Relay.ExecuteAsync(other, "SELECT 1 FROM mail_outbox WHERE number = 1 FOR UPDATE");
            await Relay.OnceAsync(postgres, vhost);
            Assert.Equal("3", Assert.Single(await MailsAsync(vhost)).Ref);
            await Relay.ExecuteAsync(other, "ROLLBACK");
        }

        await Relay.OnceAsync(postgres, vhost);
        var mails = await MailsAsync(vhost);
        Assert.Equal(["1", "2"], mails.Select(mail => mail.Ref));
        Assert.True(mails[0].PublishedAt < mails[1].PublishedAt);
    }

    [Fact]
    public async Task Relay_BrokerAwayAndBack_PublishesAllAndEachPersonsInTheirOrder()
    {
        await using var postgres = await PostgresNode.StartAsync();
        await using var own = await BrokerNode.StartAsync(Token);
        await DeclareAsync(own.Uri);
        await using var database = await Relay.OpenAsync(postgres);
        await Relay.ExecuteAsync(database, await File.ReadAllTextAsync(Relay.Schema, Token));
        await own.KillAsync();
        var port = FreePort.Next();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        await using var relay = Relay.Start(postgres, own.Uri, port);
        await Relay.InsertAsync(database, [.. Enumerable.Range(1, 250).Select(n => Mail(n, $"{n % 7}@example.com"))]);
        await relay.WaitForLineAsync(
            line => line.Contains("The mail outbox waits", StringComparison.Ordinal),
            cancellationToken: Token
        );
        Assert.True(
            MetricsText.Sum(
                await http.GetStringAsync(new Uri("metrics", UriKind.Relative), Token),
                "maildispatcher_outbox_oldest_seconds",
                ""
            ) > 0
        );
        await own.StartAgainAsync(Token);
        await Eventually.TrueAsync(
            async () => await Relay.ReadAsync<long>(database, "SELECT count(*) FROM mail_outbox") == 0,
            () => $"the outbox is empty; the relay wrote {relay.Output}",
            TimeSpan.FromMinutes(2),
            Token
        );
        Assert.Equal(0, await relay.TerminateAsync());
        var refs = (await MailsAsync(own.Uri)).ConvertAll(mail => int.Parse(mail.Ref!, null));
        Assert.Equal(250, refs.Distinct().Count());
        Assert.All(refs.Distinct().GroupBy(number => number % 7), person => Assert.Equal(person.Order(), person));
    }

    [Fact]
    public async Task Relay_DeadlinePassedMeanwhile_IsLeftToTheDispatcherToTell()
    {
        await using var postgres = await PostgresNode.StartAsync();
        var vhost = await VhostWithQueueAsync();
        await using var database = await Relay.OpenAsync(postgres);
        await Relay.ExecuteAsync(database, await File.ReadAllTextAsync(Relay.Schema, Token));
        await Relay.InsertAsync(database, Mail(1).Replace("2126", "2020", StringComparison.Ordinal));
        await Relay.OnceAsync(postgres, vhost);
        Assert.Equal(2020, Assert.Single(await MailsAsync(vhost)).Deadline.Year);
    }

    [Theory]
    [InlineData("relay")]
    [InlineData("relay", "--postgres", "mysql://somewhere")]
    [InlineData("relay", "--postgres", "postgresql://u@127.0.0.1/d", "--table", "a;b")]
    [InlineData("relay", "--postgres", "postgresql://u@127.0.0.1:1/d?sslmode=disable", "--once")]
    public async Task Relay_CannotRun_SaysSoInOneLineAndEndsWith2(params string[] arguments)
    {
        await using var relay = await ProgramUnderTest.RunAsync(
            "consumer",
            arguments,
            new Dictionary<string, string?> { ["QUEUE_SERVICE_URL"] = "amqp://127.0.0.1" }
        );
        Assert.Equal(2, await relay.WaitForExitAsync(cancellationToken: Token));
        Assert.DoesNotContain("   at ", relay.Output, StringComparison.Ordinal);
    }

    private static string Mail(int number, string? email = null) =>
        $$$"""{"id":"{{{Guid.NewGuid()}}}","template":50,"params":{},"deadline":"2126-12-01T20:00:00-03:00","topic":"t","app":"shop","ref":{{{number}}},"recipient":{"email":"{{{email ?? $"{number}@example.com"}}}"}}""";

    private static Task ArrivesAsync(Uri vhost, uint count, ProgramUnderTest relay) =>
        Eventually.TrueAsync(
            async () => await QueueContents.CountAsync(vhost, PendingQueueOptions.DefaultName, Token) == count,
            () => $"{count} mails wait; the relay wrote {relay.Output}",
            cancellationToken: Token
        );

    private static async Task<List<MailRequest>> MailsAsync(Uri vhost) =>
        [
            .. (await QueueContents.TakeAllAsync(vhost, PendingQueueOptions.DefaultName, Token)).Select(message =>
                Assert.IsType<DecodedMail.Valid>(MailRequestCodec.Decode(message.Body.Span)).Request
            ),
        ];

    private async Task<Uri> VhostWithQueueAsync()
    {
        var vhost = await broker.CreateVhostAsync();
        await DeclareAsync(vhost);
        return vhost;
    }

    private static async Task DeclareAsync(Uri vhost)
    {
        await using var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync(Token);
        await QueueDeclaration.EnsurePendingQueueAsync(connection, new PendingQueueOptions(), Token);
    }
}
