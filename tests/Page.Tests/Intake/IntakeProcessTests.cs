using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.TestKit;
using RabbitMQ.Client;

namespace MailDispatcher.Page.Tests.Intake;

/// <summary><c>consumer intake</c>: the HTTP intake without a dispatcher.</summary>
public sealed class IntakeProcessTests(SharedBroker broker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Intake_WithoutADispatcher_TakesMailIntoTheQueueAndSays503WhileTheBrokerIsAway()
    {
        await using var node = await BrokerNode.StartAsync(Token);
        var vhost = await node.CreateVhostAsync();
        await using (var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync(Token))
            await QueueDeclaration.EnsurePendingQueueAsync(connection, new PendingQueueOptions(), Token);
        await using var one = Start(vhost, out var first);
        await using var two = Start(vhost, out var second);
        using var shop = new IntakeCaller(first);
        using var shopElsewhere = new IntakeCaller(second);
        using var stranger = new IntakeCaller(first, "no-token-of-anybody");
        await ReadyAsync(one, first);
        await ReadyAsync(two, second);

        var taken = await shop.PostAsync(IntakeCaller.Mail(), "order-77");
        Assert.Equal(202, taken.Status);
        // Any instance, the same mail.
        Assert.Equal(taken.Id, (await shopElsewhere.PostAsync(IntakeCaller.Mail(), "order-77")).Id);
        Assert.Equal(401, (await stranger.PostAsync(IntakeCaller.Mail())).Status);
        Assert.Equal(503, (await shop.PostAsync(IntakeCaller.Mail(), path: "v1/mails:predict")).Status);

        var messages = await QueueContents.TakeAllAsync(vhost, PendingQueueOptions.DefaultName, Token);
        Assert.Equal(2, messages.Count);
        Assert.All(messages, m => Assert.Equal(DeliveryModes.Persistent, m.BasicProperties.DeliveryMode));
        var requests = messages.Select(m =>
            Assert.IsType<DecodedMail.Valid>(MailRequestCodec.Decode(m.Body.Span)).Request
        );
        Assert.All(requests, r => Assert.Equal((false, taken.Id, "shop"), (r.Cancel, r.Id!.Value, r.App)));

        await node.KillAsync();
        var away = await shop.PostAsync(IntakeCaller.Mail(), "later");
        Assert.Equal((503, "5"), (away.Status, away.RetryAfter));
        var notAsked = await shop.DeleteAsync(taken.Id);
        Assert.Equal((503, "5"), (notAsked.Status, notAsked.RetryAfter));
        await node.StartAgainAsync(Token);
        await Eventually.TrueAsync(
            async () => (await shop.PostAsync(IntakeCaller.Mail(), "later")).Status == 202,
            () => $"it is taken when the broker is back: {one.Output}",
            TimeSpan.FromMinutes(1),
            Token
        );
        Assert.Equal(0, await one.TerminateAsync());
    }

    [Fact]
    public async Task Delete_WhileNobodyLeads_IsDoneByTheNextDispatcher()
    {
        var vhost = await broker.CreateVhostAsync();
        await using (var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync(Token))
            await QueueDeclaration.EnsurePendingQueueAsync(connection, new PendingQueueOptions(), Token);
        await using var intake = Start(vhost, out var address);
        using var shop = new IntakeCaller(address);
        await ReadyAsync(intake, address);
        var (withdrawn, kept) = (await shop.PostAsync(IntakeCaller.Mail()), await shop.PostAsync(IntakeCaller.Mail()));
        var reply = await shop.DeleteAsync(withdrawn.Id);
        Assert.Equal((202, "asked"), (reply.Status, reply.Text("result")));
        await using var live = await IntakeDaemons.StartAsync(vhost, "100", Token);
        await IntakeDaemons.StandsAsync(shop, withdrawn.Id, "cancelled", Token);
        await IntakeDaemons.StandsAsync(shop, kept.Id, "sent", Token);
        Assert.Equal(kept.Id.ToString(), Assert.Single(live.Sandbox.Sandbox.Mails.Snapshot()).Tag);
    }

    [Fact]
    public async Task Intake_WithoutApps_SaysWhatToSet()
    {
        await using var run = await ProgramUnderTest.RunAsync(
            "consumer",
            ["intake"],
            [KeyValuePair.Create<string, string?>("QUEUE_SERVICE_URL", "amqp://127.0.0.1")]
        );
        Assert.Equal(2, await run.WaitForExitAsync(cancellationToken: Token));
        Assert.Contains("Set Intake__Apps__NAME", run.Output, StringComparison.Ordinal);
    }

    private static ProgramUnderTest Start(Uri vhost, out Uri address)
    {
        var port = FreePort.Next();
        address = new Uri($"http://127.0.0.1:{port}/");
        var settings = IntakeCaller.Settings;
        settings["QUEUE_SERVICE_URL"] = vhost.AbsoluteUri;
        settings["Ops__Port"] = $"{port}";
        return ProgramUnderTest.Start("consumer", ["intake"], settings);
    }

    private static async Task ReadyAsync(ProgramUnderTest intake, Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    using var answer = await http.GetAsync(new Uri("health/ready", UriKind.Relative), Token);
                    return answer.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return intake.HasExited;
                }
            },
            "the intake is ready",
            cancellationToken: Token
        );
        Assert.False(intake.HasExited, intake.Output);
    }
}
