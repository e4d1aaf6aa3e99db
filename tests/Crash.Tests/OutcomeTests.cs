using System.Text;
using MailDispatcher.Contracts;
using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Processes;
using RabbitMQ.Client;

namespace MailDispatcher.Crash.Tests;

/// <summary>What a host app hears of its mails, whatever dies in between.</summary>
public sealed class OutcomeTests(SharedBroker broker)
{
    private const int Kills = 6;
    private const int MailsALife = 5;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Outcomes_DaemonKilledAgainAndAgain_NoneIsMissing()
    {
        await using var bed = await OpenAsync();
        await using var shop = await ListenAsync(bed);
        var random = new Random(20261125);
        for (var life = 0; life < Kills; life++)
        {
            await bed.PublishAsync(Enumerable.Range(life * MailsALife, MailsALife).Select(n => Order(bed, n)), Token);
            var daemon = bed.Start();
            await daemon.LeadsAsync(TimeSpan.FromMinutes(2), Token);
            // The moment itself is what is random here.
            await Task.Delay(random.Next(2000), Token);
            await daemon.Program.KillAsync();
        }

        var successor = bed.Start();
        await bed.EndAsync(successor, Kills * MailsALife, Token);
        await Eventually.TrueAsync(
            () =>
                bed.Published.All(mail =>
                    shop.Of(mail.Id) is var heard
                    && heard.Contains(MailOutcomeKind.Accepted)
                    && heard.Contains(MailOutcomeKind.Sent)
                ),
            () => $"every mail's acceptance and sending is heard: {successor.Program.Output}",
            TimeSpan.FromMinutes(1),
            Token
        );
        Assert.All(
            shop.Heard,
            outcome =>
            {
                Assert.Equal((ShopApp.Name, 50), (outcome.App, outcome.Template));
                Assert.Equal($"order-{outcome.Data!.Value.GetProperty("order")}", outcome.Ref);
            }
        );
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{Kills} kills, {bed.Published.Count} mails: {shop.Heard.Count} outcomes heard, {shop.Heard.DistinctBy(o => o.EventId).Count()} different ones"
        );
        (await bed.CountAsync(successor, Token)).Check("outcomes");
    }

    [Fact]
    public async Task Outcomes_OfAllThatCanBecomeOfAMail_AreHeard()
    {
        await using var bed = await OpenAsync();
        await using var shop = await ListenAsync(bed);
        var late = bed.Clock.GetUtcNow().AddHours(-1);
        var days = bed.Clock.GetUtcNow().AddDays(3);
        var unreadable = Encoding.UTF8.GetBytes(
            $$"""{"id":"{{Guid.NewGuid()}}","template":50,"recipient":{"email":"ana@example.com"},"params":{},"deadline":"2126-12-01T10:00:00","app":"shop","ref":7}"""
        );
        await bed.PublishAsync(
            [
                ShopApp.Order(1, late),
                ShopApp.Order(2, days, "old"),
                ShopApp.Order(3, days, "old"),
                ShopApp.Order(4, days, "withdrawn"),
                ShopApp.Order(5, days, "withdrawn", cancel: true),
                ShopApp.Order(6, days, "unknown", cancel: true),
                new TestMail(Guid.NewGuid(), unreadable) { MessageId = null },
            ],
            Token
        );
        // One after the other: which of two under an id is the copy depends on which comes first.
        var daemon = bed.Start(("SENDINBLUE_MAILS_PER_HOUR", "0"));
        await HeardAsync(shop, daemon, MailOutcomeKind.Cancelled, 4);
        await bed.PublishAsync([ShopApp.Order(3, days.AddHours(1), "old") with { Priority = 1 }], Token);
        await HeardAsync(shop, daemon, MailOutcomeKind.Expired, 1);
        await HeardAsync(shop, daemon, MailOutcomeKind.Superseded, 2);
        await HeardAsync(shop, daemon, MailOutcomeKind.Cancelled, 5);
        await HeardAsync(shop, daemon, MailOutcomeKind.NothingToCancel, 6);
        var parked = await HeardAsync(shop, daemon, MailOutcomeKind.Parked, null);
        Assert.Equal(("7", "deadline"), (parked.Ref, parked.Field));
        var conflict = await HeardAsync(shop, daemon, MailOutcomeKind.Conflict, null);
        Assert.Equal(("order-3", ShopApp.Order(3, days).Id), (conflict.Ref, conflict.By));
        Assert.DoesNotContain(shop.Heard, outcome => outcome.Kind is MailOutcomeKind.Sent);
    }

    [Fact]
    public async Task Outcomes_LikelyToMiss_IsToldOncePerWarningWhoeverLeadsAndWhenItIsOver()
    {
        await using var bed = await OpenAsync();
        await using var shop = await ListenAsync(bed);
        var evening = TestBed.Morning.AddHours(10);
        await bed.PublishAsync([ShopApp.Order(1, evening)], Token);
        var first = bed.Start(("SENDINBLUE_MAILS_PER_HOUR", "0"));
        var warned = await HeardAsync(shop, first, MailOutcomeKind.AtRisk, 1);
        Assert.False(string.IsNullOrEmpty(warned.Reason));
        Assert.Equal(evening, warned.Deadline);
        await first.Program.KillAsync();

        // By the time that the second mail is warned of, the first one has been looked at again.
        await bed.PublishAsync([ShopApp.Order(2, evening)], Token);
        var second = bed.Start(("SENDINBLUE_MAILS_PER_HOUR", "0"));
        await HeardAsync(shop, second, MailOutcomeKind.AtRisk, 2);
        Assert.Single(Warnings(1));
        await second.Program.TerminateAsync();

        var third = bed.Start(("SENDINBLUE_MAILS_PER_HOUR", "100"), ("Schedule__Hourly", "0 0 19 * * ?"));
        var over = await HeardAsync(shop, third, MailOutcomeKind.Scheduled, 1);
        Assert.Equal(TestBed.Morning.Date.AddHours(22), over.Expected!.Value.UtcDateTime);
        Assert.Single(Warnings(1));

        IEnumerable<MailOutcome> Warnings(int order) =>
            shop
                .Heard.Where(outcome => outcome.Kind is MailOutcomeKind.AtRisk && outcome.Ref == $"order-{order}")
                .DistinctBy(outcome => outcome.EventId);
    }

    [Fact]
    public async Task Outcomes_CancelAfterTheMailWasSent_IsTooLate()
    {
        await using var bed = await OpenAsync();
        await using var shop = await ListenAsync(bed);
        var days = bed.Clock.GetUtcNow().AddDays(3);
        await bed.PublishAsync([ShopApp.Order(1, days, "gone")], Token);
        var daemon = bed.Start();
        await HeardAsync(shop, daemon, MailOutcomeKind.Sent, 1);
        await bed.PublishAsync([ShopApp.Order(2, days, "gone", cancel: true)], Token);
        var late = await HeardAsync(shop, daemon, MailOutcomeKind.TooLate, 2);
        Assert.Equal(ShopApp.Order(1, days).Id, late.By);
    }

    [Fact]
    public async Task Outcomes_ForeignClientAsksForAReceipt_HearsByTheNameItGave()
    {
        await using var bed = await OpenAsync();
        await using var shop = await ListenAsync(bed);
        var daemon = bed.Start();
        await daemon.LeadsAsync(cancellationToken: Token);
        await using var script = ChildProcess.Start(
            "/usr/bin/python3",
            ["-c", Receipt],
            new Dictionary<string, string?> { ["QUEUE_SERVICE_URL"] = bed.Broker.AbsoluteUri }
        );
        Assert.True(
            await script.WaitForExitAsync(TimeSpan.FromMinutes(2), Token) == 0,
            $"{script.Output}\n{daemon.Program.Output}"
        );
        Assert.Contains("accepted order-7 question-1", script.Output, StringComparison.Ordinal);
        Assert.Contains("sent order-7 question-1", script.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ana@example.com", script.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outcomes_JournalDeleted_TheNewOneIsToldFromItsFirstRecord()
    {
        await using var bed = await OpenAsync();
        await using var shop = await ListenAsync(bed);
        var days = bed.Clock.GetUtcNow().AddDays(3);
        await bed.PublishAsync(Enumerable.Range(0, 10).Select(n => ShopApp.Order(n, days)), Token);
        var before = bed.Start();
        await HeardAsync(shop, before, MailOutcomeKind.Sent, 9);
        await before.Program.TerminateAsync();

        await using (var connection = await bed.ConnectAsync(Token))
        await using (var channel = await connection.CreateChannelAsync(cancellationToken: Token))
            await channel.QueueDeleteAsync("mail-journal", cancellationToken: Token);
        await bed.PublishAsync([ShopApp.Order(100, days)], Token);
        var after = bed.Start();
        await HeardAsync(shop, after, MailOutcomeKind.Sent, 100);
    }

    private async Task<TestBed> OpenAsync() =>
        await TestBed.OpenAsync(await broker.CreateVhostAsync(), Token, ShopApp.Provider);

    private static TestMail Order(TestBed bed, int number) => ShopApp.Order(number, bed.Clock.GetUtcNow().AddDays(30));

    private static async Task<MailOutcome> HeardAsync(
        ShopApp shop,
        DaemonUnderTest daemon,
        MailOutcomeKind kind,
        int? order
    )
    {
        MailOutcome? found = null;
        try
        {
            await Eventually.TrueAsync(
                () =>
                    (
                        found = shop.Heard.FirstOrDefault(outcome =>
                            outcome.Kind == kind && (order is null || outcome.Ref == $"order-{order}")
                        )
                    )
                        is not null,
                $"{kind} of order {order} is heard",
                TimeSpan.FromMinutes(1),
                Token
            );
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(
                $"{e.Message}; heard: {string.Join(", ", shop.Heard.Select(o => $"{o.Kind} of {o.Ref}"))}\n{daemon.Program.Output}",
                e
            );
        }

        return found!;
    }

    // Who is not bound yet hears nothing.
    private static async Task<ShopApp> ListenAsync(TestBed bed)
    {
        var shop = await ShopApp.StartAsync(bed.Broker, Token);
        await using var connection = await bed.ConnectAsync(Token);
        await Eventually.TrueAsync(
            async () =>
            {
                await using var channel = await connection.CreateChannelAsync(
                    new CreateChannelOptions(true, true),
                    Token
                );
                try
                {
                    await channel.BasicPublishAsync(
                        MailOutcome.Exchange,
                        $"{ShopApp.Name}.probe",
                        mandatory: true,
                        "{}"u8.ToArray(),
                        Token
                    );
                    return true;
                }
                catch (Exception e)
                    when (e
                            is RabbitMQ.Client.Exceptions.PublishException
                                or RabbitMQ.Client.Exceptions.OperationInterruptedException
                    )
                {
                    return false;
                }
            },
            "the shop's queue is bound",
            cancellationToken: Token
        );
        return shop;
    }

    private const string Receipt = """
        import datetime, json, os, uuid
        import pika

        connection = pika.BlockingConnection(pika.URLParameters(os.environ["QUEUE_SERVICE_URL"]))
        channel = connection.channel()
        channel.confirm_delivery()
        mine = "mail-outcomes.receipts-" + uuid.uuid4().hex
        channel.queue_declare(mine, exclusive=True)
        channel.queue_bind(mine, "mail-outcomes", mine)
        request = {
            "id": str(uuid.uuid4()), "template": 50, "recipient": {"name": "Ana", "email": "ana@example.com"},
            "params": {"TICKET": 7}, "deadline": "2126-12-01T10:00:00Z", "app": "shop", "ref": "order-7",
        }
        for reply_to in (mine, "mail-parked"):
            channel.basic_publish("mail-requests", "mail-requests", json.dumps(request),
                pika.BasicProperties(delivery_mode=2, reply_to=reply_to, correlation_id="question-1"), mandatory=True)
        for method, properties, body in channel.consume(mine, inactivity_timeout=60):
            if method is None:
                raise SystemExit("nothing was heard")
            event = json.loads(body)
            assert properties.content_type == "application/cloudevents+json" and properties.message_id == event["id"]
            kind = event["type"].rsplit(".", 1)[1]
            print(kind, event["data"]["ref"], properties.correlation_id, json.dumps(event), flush=True)
            if kind == "sent":
                break
        connection.close()
        """;
}
