using System.Net.Http.Json;
using System.Text.Json;
using MailDispatcher.Client.Tests.Outbox;
using MailDispatcher.Contracts;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Processes;
using RabbitMQ.Client;

namespace MailDispatcher.Client.Tests.Examples;

/// <summary>The host apps in <c>examples/</c>, each as its own process with real parts.</summary>
public sealed class ExampleAppTests(SharedBroker broker)
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "examples");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shop_OrderReadTwice_IsOneMailAndEveryMailIsSafe()
    {
        var vhost = await VhostWithQueueAsync();
        await NodePackages.InstallAsync(Path.Combine(Folder, "shop"));
        string[] orders = [Order(77), Order(78), Order(77)];
        await using var shop = ChildProcess.Start(
            "/usr/bin/node",
            [Path.Combine(Folder, "shop", "shop.js")],
            new Dictionary<string, string?> { ["QUEUE_SERVICE_URL"] = vhost.ToString() },
            string.Join('\n', orders) + "\n"
        );
        Assert.True(await shop.WaitForExitAsync(cancellationToken: Token) == 0, shop.Output);
        var (mails, all) = await MailsAsync(vhost);
        Assert.All(all, message => Assert.Equal(DeliveryModes.Persistent, message.BasicProperties.DeliveryMode));
        Assert.Equal(["77", "77", "78"], mails.Select(mail => mail.Ref).Order());
        Assert.Equal(2, mails.Select(mail => mail.Id).Distinct().Count());
    }

    [Fact]
    public async Task Ticketing_EventsOutOfOrderAndTwice_LeaveOneMailForTheNewestState()
    {
        var vhost = await VhostWithQueueAsync();
        await using var postgres = await PostgresNode.StartAsync();
        string[] events =
        [
            Event(7, 3, "paid"),
            Event(7, 2, "reserved"),
            Event(7, 3, "paid"),
            Event(8, 2, "paid"),
            Event(8, 1, "reserved"),
            Event(8, 3, "refunded"),
        ];
        await SellAsync(postgres, events);
        for (var times = 0; times < 2; times++)
            await Relay.OnceAsync(postgres, vhost);

        var (mails, _) = await MailsAsync(vhost);
        Assert.Equal(
            [("7", 3, false), ("8", 2, false), ("8", 3, true)],
            mails.Select(mail => (mail.Ref!, (int)mail.Version!.Value, mail.Cancel)).Order()
        );
    }

    [Fact]
    public async Task Ticketing_RelayKilledAgainAndAgain_LosesNothingAndRepeatsUnderTheSameIds()
    {
        var vhost = await VhostWithQueueAsync();
        await using var postgres = await PostgresNode.StartAsync();
        await SellAsync(postgres, Enumerable.Range(1, 600).Select(n => Event(n, 1, "paid")));
        var random = new Random(5);
        for (var kill = 0; kill < 6; kill++)
        {
            await using var relay = Relay.Start(postgres, vhost, FreePort.Next());
            await Task.Delay(random.Next(400, 900), Token);
            await relay.KillAsync();
        }

        await Relay.OnceAsync(postgres, vhost);
        var (mails, _) = await MailsAsync(vhost);
        Assert.Equal(600, mails.Select(mail => mail.Ref).Distinct().Count());
        Assert.Equal(600, mails.Select(mail => mail.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("node")]
    [InlineData("python3")]
    public async Task Outbox_InAnotherLanguage_MailsWhatWasCommittedAndNothingElse(string language)
    {
        var vhost = await VhostWithQueueAsync();
        await using var postgres = await PostgresNode.StartAsync();
        var (script, database, lines) =
            language == "node"
                ? ("shop/outbox.js", "SHOP_DATABASE", new[] { Order(77), Failing(Order(78)), Order(79), Order(77) })
                : ("booking/booking.py", "BOOKING_DATABASE", [Booking, Failing(Booking), Booking]);
        await NodePackages.InstallAsync(Path.Combine(Folder, "shop"));
        await using var app = ChildProcess.Start(
            $"/usr/bin/{language}",
            [Path.Combine(Folder, script)],
            new Dictionary<string, string?> { [database] = postgres.Url },
            string.Join('\n', lines) + "\n"
        );
        Assert.True(await app.WaitForExitAsync(cancellationToken: Token) == 0, app.Output);
        await Relay.OnceAsync(postgres, vhost);
        var (mails, all) = await MailsAsync(vhost);
        Assert.Equal(language == "node" ? ["77", "79"] : ["1", "3"], mails.Select(mail => mail.Ref));
        Assert.All(mails, mail => Assert.NotNull(mail.PublishedAt));
        Assert.All(all, message => Assert.Equal(DeliveryModes.Persistent, message.BasicProperties.DeliveryMode));
    }

    [Fact]
    public async Task Mentoring_CommittedAndHeardOf_TellsItsPageWhatBecameOfTheMail()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var postgres = await PostgresNode.StartAsync();
        var port = FreePort.Next();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        await using var app = MentoringApp.Start(port, postgres, vhost);
        await MentoringApp.AnswersAsync(app, http);
        using var created = await http.PostAsJsonAsync("mentorings", MentoringApp.Sample, Token);
        Assert.True(created.IsSuccessStatusCode, app.Output);
        await Eventually.TrueAsync(
            async () => await QueueContents.CountAsync(vhost, PendingQueueOptions.DefaultName, Token) == 1,
            "the confirmation waits",
            cancellationToken: Token
        );
        var mail = Assert.Single((await MailsAsync(vhost)).Mails);
        Assert.Equal(("mentoring", "1", "mentoring-1"), (mail.App, mail.Ref, mail.Topic));

        await using var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync(Token);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), Token);
        var outcome = new MailOutcome
        {
            EventId = "1",
            Mail = mail.Id!.Value,
            Kind = MailOutcomeKind.Sent,
            At = DateTimeOffset.UnixEpoch,
            App = mail.App,
            Ref = mail.Ref,
            Template = mail.Template,
        };
        await channel.BasicPublishAsync(
            MailOutcome.Exchange,
            outcome.RoutingKey,
            mandatory: true,
            MailOutcomeCodec.Encode(outcome),
            Token
        );
        await Eventually.TrueAsync(
            async () =>
                (await http.GetFromJsonAsync<JsonElement>("mentorings/1", Token)).GetProperty("mail").GetString()
                == "sent",
            () => $"the page knows; the app wrote {app.Output}",
            cancellationToken: Token
        );

        using var gone = await http.DeleteAsync(new Uri("mentorings/1", UriKind.Relative), Token);
        await Eventually.TrueAsync(
            async () => await QueueContents.CountAsync(vhost, PendingQueueOptions.DefaultName, Token) == 1,
            "the cancel request waits",
            cancellationToken: Token
        );
        Assert.Equal(RequestScope.Topic, Assert.Single((await MailsAsync(vhost)).Mails).Scope);
    }

    private const string Booking =
        """{"name": "Ana", "email": "ana@example.com", "starts": "2126-12-01T20:00:00-03:00"}""";

    private static string Failing(string line) => line.Replace("}", ", \"fails\": true}", StringComparison.Ordinal);

    private static async Task SellAsync(PostgresNode postgres, IEnumerable<string> events)
    {
        await using var app = ChildProcess.Start(
            "/usr/bin/python3",
            [Path.Combine(Folder, "ticketing", "ticketing.py")],
            new Dictionary<string, string?> { ["TICKETING_DATABASE"] = postgres.Url },
            string.Join('\n', events) + "\n"
        );
        Assert.True(await app.WaitForExitAsync(cancellationToken: Token) == 0, app.Output);
    }

    private static string Order(int number) =>
        $$"""{"order": {{number}}, "name": "Ana", "email": "ana@example.com", "total": "12.50"}""";

    private static string Event(int ticket, int version, string state) =>
        $$"""{"ticket": {{ticket}}, "version": {{version}}, "state": "{{state}}", "email": "a@example.com", "starts": "2126-12-01T20:00:00-03:00"}""";

    private static async Task<(MailRequest[] Mails, IReadOnlyList<BasicGetResult> All)> MailsAsync(Uri vhost)
    {
        var messages = await QueueContents.TakeAllAsync(vhost, PendingQueueOptions.DefaultName, Token);
        var decoded = messages
            .Select(message => Assert.IsType<DecodedMail.Valid>(MailRequestCodec.Decode(message.Body.Span)))
            .ToArray();
        Assert.All(decoded, mail => Assert.Empty(mail.UnknownFields));
        return ([.. decoded.Select(mail => mail.Request)], messages);
    }

    private async Task<Uri> VhostWithQueueAsync()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync(Token);
        await QueueDeclaration.EnsurePendingQueueAsync(connection, new PendingQueueOptions(), Token);
        return vhost;
    }
}
