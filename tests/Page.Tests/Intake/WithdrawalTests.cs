using MailDispatcher.Sandbox.Faults;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Proxy;

namespace MailDispatcher.Page.Tests.Intake;

/// <summary>Mails that their app withdraws over HTTP, by real daemons on a real broker.</summary>
public sealed class WithdrawalTests(SharedBroker broker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Delete_OfMailInQueuesForLaterDays_WithdrawsIt()
    {
        const int Mails = 40;
        var vhost = await broker.CreateVhostAsync();
        await using var live = await IntakeDaemons.StartAsync(vhost, "0", Token, ("Dispatch__Window", "10"));
        var ids = await IntakeDaemons.PublishAsync(vhost, Mails, Token);
        using var shop = new IntakeCaller(live.Daemon.Page);
        using var other = new IntakeCaller(live.Daemon.Page, IntakeCaller.OtherToken);
        await Eventually.TrueAsync(
            async () => (await live.StatusAsync(Token)).GetProperty("waiting_count").GetInt32() == Mails,
            "all of them are known to wait",
            cancellationToken: Token
        );
        // Most of them are not in hand: nobody there knows their addresses.
        foreach (var id in new[] { ids[0], ids[Mails / 2], ids[^1] })
        {
            await Eventually.TrueAsync(
                async () => (await shop.GetAsync(id)).Status == 200,
                "the journal tells of it",
                cancellationToken: Token
            );
            Assert.Equal(404, (await other.DeleteAsync(id)).Status);
            var reply = await shop.DeleteAsync(id);
            Assert.Equal((200, "withdrawn", "cancelled"), (reply.Status, reply.Text("result"), reply.Text("state")));
            Assert.Equal("withdrawn", (await shop.DeleteAsync(id)).Text("result"));
        }

        await Eventually.TrueAsync(
            async () => (await live.StatusAsync(Token)).GetProperty("waiting_count").GetInt32() == Mails - 3,
            "what was withdrawn waits no more",
            cancellationToken: Token
        );
    }

    [Fact]
    public async Task Delete_OfAParkedMail_KeepsItFromBeingSentByARetry()
    {
        await using var live = await IntakeDaemons.StartAsync(await broker.CreateVhostAsync(), "10", Token);
        using var shop = new IntakeCaller(live.Daemon.Page);
        RefuseNext(live);
        var taken = await shop.PostAsync(IntakeCaller.Mail());
        await Eventually.TrueAsync(
            async () => (await shop.GetAsync(taken.Id)).Text("state") == "parked",
            "it is parked",
            cancellationToken: Token
        );
        var reply = await shop.DeleteAsync(taken.Id);
        Assert.Equal((202, "asked", "parked"), (reply.Status, reply.Text("result"), reply.Text("state")));
        await RetryAsync(live, taken.Id);
        await Eventually.TrueAsync(
            async () => (await shop.GetAsync(taken.Id)).Text("state") == "cancelled",
            "the retry finds it withdrawn",
            cancellationToken: Token
        );
        Assert.Empty(live.Sandbox.Sandbox.Mails.Snapshot());
    }

    [Fact]
    public async Task Delete_OnAStandby_OfMailThatCameOverAmqpWithoutATopic_IsDoneByTheLeader()
    {
        await using var live = await IntakeDaemons.StartAsync(await broker.CreateVhostAsync(), "0", Token);
        await using var standby = await IntakeDaemons.StandbyAsync(live, Token);
        using var shop = new IntakeCaller(standby.Page);
        using var other = new IntakeCaller(standby.Page, IntakeCaller.OtherToken);
        var ids = await IntakeDaemons.PublishAsync(live.Broker, 2, Token);
        foreach (var id in ids)
            await IntakeDaemons.StandsAsync(shop, id, "pending", Token);
        Assert.Equal(404, (await other.DeleteAsync(ids[0])).Status);
        var reply = await shop.DeleteAsync(ids[0]);
        Assert.Equal((202, "asked", null), (reply.Status, reply.Text("result"), reply.Text("state")));
        await IntakeDaemons.StandsAsync(shop, ids[0], "cancelled", Token);
        Assert.Equal("withdrawn", (await shop.DeleteAsync(ids[0])).Text("result"));
        Assert.Equal("pending", (await shop.GetAsync(ids[1])).Text("state"));
    }

    [Fact]
    public async Task Delete_OnAStandby_OfAParkedMailWithoutATopic_KeepsItFromBeingSentByARetry()
    {
        await using var live = await IntakeDaemons.StartAsync(await broker.CreateVhostAsync(), "10", Token);
        await using var standby = await IntakeDaemons.StandbyAsync(live, Token);
        using var shop = new IntakeCaller(standby.Page);
        RefuseNext(live);
        var id = (await IntakeDaemons.PublishAsync(live.Broker, 1, Token))[0];
        await IntakeDaemons.StandsAsync(shop, id, "parked", Token);
        var reply = await shop.DeleteAsync(id);
        Assert.Equal((202, "asked", "parked"), (reply.Status, reply.Text("result"), reply.Text("state")));
        await RetryAsync(live, id);
        await IntakeDaemons.StandsAsync(shop, id, "cancelled", Token);
        Assert.Empty(live.Sandbox.Sandbox.Mails.Snapshot());
    }

    [Fact]
    public async Task Delete_WhileTheDispatcherDoesNotAnswer_Is503AndTheNextAnswerTells()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var proxy = TcpProxy.Start(vhost.Port);
        await using var live = await IntakeDaemons.StartAsync(vhost, "0", Token, ("QUEUE_SERVICE_URL", Behind(proxy)));
        using var shop = new IntakeCaller(live.Daemon.Page);
        var id = (await IntakeDaemons.PublishAsync(vhost, 1, Token))[0];
        await IntakeDaemons.StandsAsync(shop, id, "pending", Token);
        // The leader can store nothing, and so it confirms nothing.
        proxy.Stall(Direction.ToServer);
        var reply = await shop.DeleteAsync(id);
        Assert.Equal((503, "5"), (reply.Status, reply.RetryAfter));
        Assert.Equal("The dispatcher did not answer in time", reply.Text("title"));
        proxy.Resume();
        await Eventually.TrueAsync(
            async () => await shop.DeleteAsync(id) is { Status: 200 } again && again.Text("result") == "withdrawn",
            () => $"it is withdrawn in the end: {live.Daemon.Program.Output}",
            TimeSpan.FromMinutes(1),
            Token
        );

        string Behind(TcpProxy proxy) => proxy.Through(vhost).AbsoluteUri;
    }

    private static void RefuseNext(LiveDaemon live) =>
        live.Sandbox.Sandbox.Faults.Set(
            new FaultRule
            {
                Path = "/v3/smtp/email",
                Times = 1,
                Status = 400,
                Body = """{"code":"invalid_parameter","message":"email is not valid in to"}""",
            }
        );

    private static async Task RetryAsync(LiveDaemon live, Guid mail)
    {
        await using var retry = await ProgramUnderTest.RunAsync(
            "consumer",
            ["parked", "retry", mail.ToString(), "--by", "Olga"],
            [KeyValuePair.Create<string, string?>("QUEUE_SERVICE_URL", live.Broker.AbsoluteUri)]
        );
        Assert.Equal(0, await retry.WaitForExitAsync(cancellationToken: Token));
    }
}
