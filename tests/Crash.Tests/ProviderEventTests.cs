using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Provider;
using MailDispatcher.Core.Suppression;
using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.Sandbox.Mails;
using MailDispatcher.Sandbox.State;
using MailDispatcher.Sandbox.Webhooks;
using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests;

/// <summary>What the provider tells of mails that it took arrives, whatever dies and however badly it is told.</summary>
public sealed class ProviderEventTests(SharedBroker broker)
{
    private const string WebhookToken = "0123456789abcdef-webhook";
    private const string Key = "0123456789abcdef0123456789abcdef-suppression";
    private static readonly TimeSpan LongestScene = TimeSpan.FromMinutes(4);

    private static readonly int Mails = int.Parse(
        Environment.GetEnvironmentVariable("CRASH_EVENT_MAILS") ?? "5000",
        CultureInfo.InvariantCulture
    );

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Posts delayed so that their order is lost, most of them doubled, and the daemon killed among them.
    /// 5,000 mails make some 10,000 of them; CRASH_EVENT_MAILS plays more or fewer.
    /// </summary>
    [Fact]
    public async Task Events_ShuffledDoubledAndCutByKills_GiveTheProvidersTruth()
    {
        var port = FreePort.Next();
        await using var bed = await OpenAsync(
            new WebhookFaults
            {
                Delay = TimeSpan.FromMinutes(20),
                Doubled = 0.9,
                Retry = TimeSpan.FromMinutes(1),
            },
            ("Events__PollSeconds", "0"),
            ("Webhooks__Port", Text(port))
        );
        await InstallAsync(bed, port);
        await bed.PublishAsync(Enumerable.Range(0, Mails).Select(n => Mail(bed, n)), Token);
        var kills = 0;
        for (; kills < 3; kills++)
        {
            var daemon = bed.Start();
            await daemon.LeadsAsync(TimeSpan.FromMinutes(2), Token);
            var before = bed.Sandbox.Webhooks.Posted;
            await Eventually.TrueAsync(
                () => bed.Sandbox.Webhooks.Posted > before + 300,
                "events are being posted",
                LongestScene,
                Token
            );
            await daemon.Program.KillAsync();
        }

        var successor = bed.Start();
        await bed.EndAsync(successor, Mails, Token);
        await TruthAsync(bed, successor);
        var journal = await JournalCopy.ReadAsync(bed.Broker, Token);
        var reports = journal.Events.OfType<JournalEvent.ProviderReported>().ToList();
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{Mails} mails, {kills} kills: {bed.Sandbox.Webhooks.Posted} posts taken, "
                + $"{bed.Sandbox.Webhooks.Refused} not, {reports.Count} reports in the journal, of which "
                + $"{reports.DistinctBy(r => (r.Mail, r.Report)).Count()} tell something new"
        );
        var told = await successor.MetricsAsync(Token);
        var counted = MetricsText.Sum(told, "maildispatcher_provider_events_total", "");
        Assert.InRange(counted, 0, reports.DistinctBy(r => (r.Mail, r.Report)).Count());
        (await bed.CountAsync(successor, Token)).Check("provider events");
    }

    [Fact]
    public async Task Events_LostByTheWebhook_AreReadFromTheEventLogAndBlockedAddressesCostNothing()
    {
        await using var bed = await OpenAsync(
            new WebhookFaults { Lost = 1 },
            ("Events__PollSeconds", "1"),
            ("Suppression__Key", Key)
        );
        bed.Sandbox.Blocked.Block("blocked@example.com");
        await bed.PublishAsync(Enumerable.Range(0, 30).Select(n => Mail(bed, n)), Token);
        var daemon = bed.Start();
        await bed.EndAsync(daemon, 30, Token);
        await TruthAsync(bed, daemon);
        var blocked = new AddressKeys([Key]).AllOf("blocked@example.com");
        await Eventually.TrueAsync(
            async () =>
                (await JournalCopy.ReadAsync(bed.Broker, Token)).Memory.Suppressed.Find(blocked, bed.Clock.GetUtcNow())
                    is not null,
            "the provider's list is known",
            TimeSpan.FromMinutes(1),
            Token
        );
        var before = bed.Sandbox.Credits.Read().Remaining;
        await bed.PublishAsync(
            [
                TestMail.Of(1000, bed.Clock.GetUtcNow().AddDays(3), email: "Blocked@Example.com"),
                TestMail.Of(1001, bed.Clock.GetUtcNow().AddDays(3), email: "mail0@gone.example"),
            ],
            Token
        );
        await Eventually.TrueAsync(
            async () =>
                (await JournalCopy.ReadAsync(bed.Broker, Token)).Events.OfType<JournalEvent.Suppressed>().Count() == 2,
            "both are settled as unreachable",
            TimeSpan.FromMinutes(1),
            Token
        );
        Assert.Equal(before, bed.Sandbox.Credits.Read().Remaining);
        Assert.Equal(30, bed.Taken().Count);

        await using var list = await RunAsync(bed, "suppression", "list");
        Assert.Contains("the provider holds the address back", list.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("@", list.Output, StringComparison.Ordinal);
        await using var release = await RunAsync(bed, "suppression", "release", "blocked@example.com");
        Assert.True(await release.WaitForExitAsync(cancellationToken: Token) == 0, release.Output);
        Assert.False(bed.Sandbox.Blocked.Contains("blocked@example.com"));
        await bed.PublishAsync(
            [TestMail.Of(1002, bed.Clock.GetUtcNow().AddDays(3), email: "blocked@example.com")],
            Token
        );
        await bed.EndAsync(daemon, 31, Token);
        var memory = (await JournalCopy.ReadAsync(bed.Broker, Token)).Memory;
        Assert.NotNull(memory.Dispatcher.EventsCompleteUntil);
        Assert.DoesNotContain(
            memory.Suppressed.At(bed.Clock.GetUtcNow()),
            e => e.Address == new AddressKeys([Key]).Of("blocked@example.com")
        );
    }

    [Fact]
    public async Task Intake_OfWrongTokensAndBodies_IsRefusedAndNever5xx()
    {
        var port = FreePort.Next();
        await using var bed = await OpenAsync(new WebhookFaults(), ("Webhooks__Port", Text(port)));
        var leader = bed.Start();
        await leader.LeadsAsync(TimeSpan.FromMinutes(2), Token);
        var standbyPort = FreePort.Next();
        var standby = bed.Start(
            ("Webhooks__Port", Text(standbyPort)),
            ("Webhooks__Networks", "127.0.0.0/8,10.0.0.0/8")
        );
        await standby.ListensAsync(Token);
        var strangerPort = FreePort.Next();
        var stranger = bed.Start(("Webhooks__Port", Text(strangerPort)), ("Webhooks__Networks", "10.0.0.0/8"));
        await stranger.ListensAsync(Token);

        const string Good = "{\"event\":\"delivered\",\"tag\":\"0f8fad5b-d9cb-469f-a165-70867728950e\"}";
        var bearer = new AuthenticationHeaderValue("Bearer", WebhookToken);
        Assert.Equal(200, await PostAsync(port, Good, bearer));
        Assert.Equal(200, await PostAsync(port, Good, Basic($"brevo:{WebhookToken}")));
        Assert.Equal(200, await PostAsync(port, Good, null, WebhookToken));
        Assert.Equal(200, await PostAsync(port, "{\"event\":\"something_new\"}", bearer));
        Assert.Equal(
            200,
            await PostAsync(standbyPort, Good.Replace("delivered", "spam", StringComparison.Ordinal), bearer)
        );
        Assert.Equal(403, await PostAsync(strangerPort, Good, bearer));
        Assert.Equal(401, await PostAsync(port, Good, null));
        Assert.Equal(401, await PostAsync(port, Good, null, WebhookToken + "x"));
        Assert.Equal(401, await PostAsync(port, Good, new AuthenticationHeaderValue("Bearer", WebhookToken[..^1])));
        Assert.Equal(401, await PostAsync(port, Good, Basic(WebhookToken)));
        Assert.Equal(401, await PostAsync(port, Good, new AuthenticationHeaderValue("Basic", "%%%")));
        Assert.Equal(400, await PostAsync(port, "no json", bearer));
        Assert.Equal(413, await PostAsync(port, new string(' ', (1 << 20) + 1), bearer));
        Assert.Equal(404, await PostAsync(port, Good, bearer, path: "/metrics"));

        var reports = (await JournalCopy.ReadAsync(bed.Broker, Token)).Events.OfType<JournalEvent.ProviderReported>();
        Assert.Equal([ProviderEventKind.Delivered, ProviderEventKind.Complained], reports.Select(r => r.Report));
    }

    [Fact]
    public async Task Intake_WhileTheBrokerIsAway_AsksForThePostAgain()
    {
        var port = FreePort.Next();
        await using var daemon = DaemonUnderTest.Start(
            new Uri($"amqp://guest:guest@127.0.0.1:{Text(FreePort.Next())}/"),
            new Uri($"http://127.0.0.1:{Text(FreePort.Next())}/"),
            [
                KeyValuePair.Create<string, string?>("Webhooks__Port", Text(port)),
                KeyValuePair.Create<string, string?>("Webhooks__Token", WebhookToken),
            ]
        );
        await daemon.ListensAsync(Token);
        const string Good = "{\"event\":\"delivered\",\"tag\":\"0f8fad5b-d9cb-469f-a165-70867728950e\"}";
        var bearer = new AuthenticationHeaderValue("Bearer", WebhookToken);
        for (var n = 0; n < 3; n++)
            Assert.Equal(429, await PostAsync(port, Good, bearer));
        Assert.Equal(401, await PostAsync(port, Good, null));
    }

    [Fact]
    public async Task BlockedAddresses_WithoutReadingTheEventLog_AreKnownAllTheSame()
    {
        await using var bed = await OpenAsync(
            new WebhookFaults(),
            ("Events__PollSeconds", "0"),
            ("Suppression__Key", Key)
        );
        bed.Sandbox.Blocked.Block("blocked@example.com");
        var daemon = bed.Start();
        await daemon.LeadsAsync(TimeSpan.FromMinutes(2), Token);
        var blocked = new AddressKeys([Key]).AllOf("blocked@example.com");
        await Eventually.TrueAsync(
            async () =>
                (await JournalCopy.ReadAsync(bed.Broker, Token)).Memory.Suppressed.Find(blocked, bed.Clock.GetUtcNow())
                    is not null,
            "the provider's list is known",
            TimeSpan.FromMinutes(3),
            Token
        );
        Assert.Empty((await JournalCopy.ReadAsync(bed.Broker, Token)).Events.OfType<JournalEvent.EventLogRead>());
    }

    [Fact]
    public async Task Commands_OfWebhooks_InstallCheckAndRemove()
    {
        await using var bed = await OpenAsync(new WebhookFaults());
        foreach (
            var (words, code) in new[]
            {
                ("check", 1),
                ("install", 0),
                ("check", 0),
                ("install", 0),
                ("remove", 0),
                ("check", 1),
            }
        )
        {
            await using var run = await RunAsync(bed, "webhooks", words);
            Assert.True(await run.WaitForExitAsync(cancellationToken: Token) == code, $"{words}: {run.Output}");
            Assert.DoesNotContain(WebhookToken, run.Output, StringComparison.Ordinal);
        }

        Assert.Empty(bed.Sandbox.Webhooks.All);
    }

    private async Task<TestBed> OpenAsync(WebhookFaults faults, params (string Name, string Value)[] settings) =>
        await TestBed.OpenAsync(
            await broker.CreateVhostAsync(),
            Token,
            new SandboxOptions
            {
                Credits = 100_000,
                RateLimitScale = 0,
                WebhookFaults = faults,
                Outcomes =
                [
                    OutcomeRule.TryParse("HardBounced=*@gone.example")!,
                    OutcomeRule.TryParse("SoftBounced=*@full.example")!,
                    OutcomeRule.TryParse("Complained=*@cross.example")!,
                ],
            },
            settings:
            [
                ("Dispatch__Policy", "deadline"),
                ("Webhooks__Token", WebhookToken),
                ("Log__Level", "Information"),
                .. settings,
            ]
        );

    private static TestMail Mail(TestBed bed, int number) =>
        TestMail.Of(
            number,
            bed.Clock.GetUtcNow().AddDays(3),
            email: $"mail{number}@"
                + (number % 10) switch
                {
                    0 => "gone.example",
                    1 => "full.example",
                    2 => "cross.example",
                    _ => "example.com",
                }
        );

    private static async Task InstallAsync(TestBed bed, int port)
    {
        await using var run = await RunAsync(
            bed,
            ["webhooks", "install"],
            ("Webhooks__Url", $"http://127.0.0.1:{port}/webhooks/brevo")
        );
        Assert.True(await run.WaitForExitAsync(cancellationToken: Token) == 0, run.Output);
    }

    private static Task<ProgramUnderTest> RunAsync(TestBed bed, params string[] words) =>
        RunAsync(bed, words, ("Webhooks__Url", "https://mail.example.com/webhooks/brevo"));

    private static Task<ProgramUnderTest> RunAsync(
        TestBed bed,
        string[] words,
        params (string Name, string Value)[] settings
    )
    {
        var environment = new Dictionary<string, string?>(bed.Clock.Settings())
        {
            ["QUEUE_SERVICE_URL"] = bed.Broker.AbsoluteUri,
            ["SENDINBLUE_URL"] = bed.Server.Url.AbsoluteUri,
            ["SENDINBLUE_API_KEY"] = "xkeysib-test",
            ["Webhooks__Token"] = WebhookToken,
            ["Suppression__Key"] = Key,
        };
        foreach (var (name, value) in settings)
            environment[name] = value;
        return ProgramUnderTest.RunAsync("consumer", words, environment);
    }

    /// <summary>Returns when the journal's states are what the provider knows of each mail.</summary>
    private static async Task TruthAsync(TestBed bed, DaemonUnderTest daemon)
    {
        var wrong = "";
        await Eventually
            .TrueAsync(
                async () =>
                {
                    var memory = (await JournalCopy.ReadAsync(bed.Broker, Token)).Memory;
                    var differs = bed
                        .Sandbox.Mails.Snapshot()
                        .Where(mail =>
                            memory.Find(Guid.Parse(mail.Tag!))?.Delivery.Standing
                            != StandingOf(mail.Deliveries[0].Outcome)
                        )
                        .ToList();
                    wrong = $"{differs.Count} of {bed.Sandbox.Mails.Count} differ";
                    return differs.Count == 0;
                },
                "the states are the provider's",
                LongestScene,
                Token
            )
            .ContinueWith(
                ended =>
                    Assert.True(
                        ended.IsCompletedSuccessfully,
                        $"{wrong}: {ended.Exception?.Message}\n{daemon.Program.Output}"
                    ),
                TaskScheduler.Default
            );
    }

    private static ProviderEventKind? StandingOf(DeliveryOutcome outcome) =>
        outcome switch
        {
            DeliveryOutcome.Delivered => ProviderEventKind.Delivered,
            DeliveryOutcome.HardBounced => ProviderEventKind.HardBounced,
            DeliveryOutcome.SoftBounced => ProviderEventKind.SoftBounced,
            DeliveryOutcome.Complained => ProviderEventKind.Complained,
            DeliveryOutcome.Blocked => ProviderEventKind.Blocked,
            _ => null,
        };

    private static AuthenticationHeaderValue Basic(string credentials) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));

    private static async Task<int> PostAsync(
        int port,
        string body,
        AuthenticationHeaderValue? authorization,
        string? header = null,
        string path = "/webhooks/brevo"
    )
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{port}{path}")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = authorization;
        if (header is not null)
            request.Headers.Add("X-Webhook-Token", header);
        using var answer = await http.SendAsync(request, Token);
        Assert.NotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
        return (int)answer.StatusCode;
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
