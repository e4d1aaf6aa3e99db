using MailDispatcher.Contracts;
using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.TestKit;
using RabbitMQ.Client.Exceptions;

namespace MailDispatcher.Crash.Tests;

/// <summary>What an app hears by webhook, whatever dies in between.</summary>
public sealed class WebhookTests(SharedBroker broker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Webhooks_AppAndDaemonFail_EachOutcomeIsToldInOrderAndNobodyElseWaits()
    {
        await using var bed = await TestBed.OpenAsync(await broker.CreateVhostAsync(), Token, ShopApp.Provider);
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = 500;
        (string, string)[] settings =
        [
            ($"Outcomes__Webhooks__{ShopApp.Name}", receiver.Url.AbsoluteUri),
            ($"Outcomes__WebhookSecrets__{ShopApp.Name}", WebhookReceiver.Secret),
        ];
        // The queues must be there before the first outcome.
        var first = bed.Start(settings);
        await first.LeadsAsync(cancellationToken: Token);
        await using var shop = await ShopApp.StartAsync(bed.Broker, Token);
        await ThereAsync(bed, $"mail-outcomes.webhook.{ShopApp.Name}");
        await ThereAsync(bed, $"mail-outcomes.{ShopApp.Name}");
        await Task.Delay(500, Token);
        await bed.PublishAsync(Mails(bed, 0), Token);
        await TriedAsync(receiver, 2, first);
        // What is told over AMQP, and mail itself, go on meanwhile.
        await SentAsync(shop, 5, first);
        Assert.Empty(receiver.Told);
        Assert.Contains("it answered 500", (await first.GetAsync("webhooks", Token)).Text, StringComparison.Ordinal);
        await first.Program.KillAsync();

        // Neither hanging up nor a redirect counts as told, and nobody is led elsewhere.
        receiver.Answer = 0;
        var second = bed.Start(settings);
        await TriedAsync(receiver, receiver.Calls + 1, second);
        receiver.Answer = 302;
        await TriedAsync(receiver, receiver.Calls + 1, second);
        Assert.Empty(receiver.Told);
        await second.Program.KillAsync();

        receiver.Answer = 200;
        var third = bed.Start(settings);
        await bed.PublishAsync(Mails(bed, 5), Token);
        await SentAsync(shop, 10, third);
        var end = TimeProvider.System.GetTimestamp();
        while (Missing().Any())
        {
            Assert.True(
                TimeProvider.System.GetElapsedTime(end) < TimeSpan.FromMinutes(1),
                $"not told by webhook: {string.Join(", ", Missing().Select(o => o.EventId))}: {third.Program.Output}"
            );
            await Task.Delay(100, Token);
        }

        IEnumerable<MailOutcome> Missing() =>
            shop.Heard.Where(heard => receiver.Told.All(told => told.EventId != heard.EventId));

        Assert.Empty(receiver.Flaws);
        Assert.Equal(
            shop.Heard.Select(outcome => outcome.EventId).Distinct(),
            receiver.Told.Select(outcome => outcome.EventId).Distinct()
        );
        Assert.True(await third.MetricAsync("maildispatcher_outcome_webhooks_total", "told", Token) >= 10);
        Assert.Contains("told, 1 attempt", (await third.GetAsync("webhooks", Token)).Text, StringComparison.Ordinal);
        Assert.Equal(0, await third.Program.TerminateAsync());
    }

    [Theory]
    [InlineData("http://mails.example/hooks", "http is for this machine only")]
    [InlineData("https://user@mails.example/hooks", "without a user")]
    [InlineData("ftp://mails.example/hooks", "no address")]
    [InlineData("https://mails.example/hooks", "24 to 64 bytes", "whsec_c2hvcnQ=")]
    public async Task Webhook_ThatMayNotBe_IsNamedAtTheStart(string url, string problem, string? secret = null)
    {
        await using var run = await ProgramUnderTest.RunAsync(
            "consumer",
            ["run"],
            new Dictionary<string, string?>
            {
                ["QUEUE_SERVICE_URL"] = "amqp://127.0.0.1:1",
                ["SENDINBLUE_API_KEY"] = "xkeysib-test",
                ["Outcomes__Webhooks__shop"] = url,
                ["Outcomes__WebhookSecrets__shop"] = secret ?? WebhookReceiver.Secret,
            }
        );
        Assert.Equal(2, await run.WaitForExitAsync(cancellationToken: Token));
        Assert.Contains(problem, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(secret ?? WebhookReceiver.Secret, run.Output, StringComparison.Ordinal);
    }

    private static IEnumerable<TestMail> Mails(TestBed bed, int from) =>
        Enumerable.Range(from, 5).Select(n => ShopApp.Order(n, bed.Clock.GetUtcNow().AddDays(30)));

    private static Task ThereAsync(TestBed bed, string queue) =>
        Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    return await QueueContents.CountAsync(bed.Broker, queue, Token) == 0;
                }
                catch (OperationInterruptedException)
                {
                    return false;
                }
            },
            $"{queue} is there",
            TimeSpan.FromMinutes(1),
            Token
        );

    private static Task TriedAsync(WebhookReceiver receiver, int calls, DaemonUnderTest daemon) =>
        Eventually.TrueAsync(
            () => receiver.Calls >= calls,
            () => $"the webhook is called {calls} times: {daemon.Program.Output}",
            TimeSpan.FromMinutes(1),
            Token
        );

    private static Task SentAsync(ShopApp shop, int mails, DaemonUnderTest daemon) =>
        Eventually.TrueAsync(
            () => shop.Heard.Where(o => o.Kind is MailOutcomeKind.Sent).DistinctBy(o => o.Mail).Count() == mails,
            () => $"{mails} mails are heard to be sent: {daemon.Program.Output}",
            TimeSpan.FromMinutes(2),
            Token
        );
}
