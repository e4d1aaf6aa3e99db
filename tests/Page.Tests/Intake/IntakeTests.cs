using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.Page.Tests.Intake;

/// <summary>Mails over HTTP, by a real daemon on a real broker.</summary>
public sealed class IntakeTests(SharedBroker broker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_Mail_IsTakenOnceAndShown_OthersSeeNothing()
    {
        await using var live = await StartAsync(mailsPerHour: "0");
        using var shop = new IntakeCaller(live.Daemon.Page);
        using var other = new IntakeCaller(live.Daemon.Page, IntakeCaller.OtherToken);
        var key = Guid.NewGuid().ToString();
        var first = await shop.PostAsync(IntakeCaller.Mail(""","dedline":1"""), key);
        Assert.True(first.Status == 202, first.ToString());
        Assert.Equal(key, first.Id.ToString());
        Assert.Equal("""["dedline"]""", first.Text("unknown_fields"));
        // At once, before the dispatcher has noted it.
        Assert.Equal(
            (200, "pending"),
            (await shop.GetAsync(first.Id)) is var seen ? (seen.Status, seen.Text("state")) : default
        );
        Assert.Equal(202, (await shop.PostAsync(IntakeCaller.Mail(""","dedline":1"""), key)).Status);
        var conflict = await shop.PostAsync(IntakeCaller.Mail(""","version":2"""), key);
        Assert.Equal((409, "application/problem+json"), (conflict.Status, conflict.ContentType));
        await Eventually.TrueAsync(
            async () => (await shop.GetAsync(first.Id)).Body.GetProperty("history").GetArrayLength() == 1,
            "its acceptance is in its history",
            cancellationToken: Token
        );
        Assert.Equal(404, (await other.GetAsync(first.Id)).Status);
        Assert.Equal(404, (await other.DeleteAsync(first.Id)).Status);
        Assert.Equal("withdrawn", (await shop.DeleteAsync(first.Id)).Text("result"));
        Assert.Equal("cancelled", (await shop.GetAsync(first.Id)).Text("state"));
        Assert.DoesNotContain(IntakeCaller.ShopToken, live.Daemon.Program.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ana@example.com", live.Daemon.Program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_SentMail_IsTooLate()
    {
        await using var live = await StartAsync(mailsPerHour: "100");
        using var shop = new IntakeCaller(live.Daemon.Page);
        var id = (await shop.PostAsync(IntakeCaller.Mail(), "order-77")).Id;
        await Eventually.TrueAsync(
            async () => (await shop.GetAsync(id)).Text("state") == "sent",
            () => $"it is sent: {live.Daemon.Program.Output}",
            cancellationToken: Token
        );
        Assert.Equal("too_late", (await shop.DeleteAsync(id)).Text("result"));
        Assert.Equal(id, (await shop.PostAsync(IntakeCaller.Mail(), "order-77")).Id);
        Assert.Single(live.Sandbox.Sandbox.Mails.Snapshot());
    }

    [Fact]
    public async Task Post_WhatBreaksARule_IsRefusedWithFieldAndRule()
    {
        await using var live = await StartAsync(mailsPerHour: "0");
        using var shop = new IntakeCaller(live.Daemon.Page);
        foreach (
            var (body, field) in new[]
            {
                ("{", "body"),
                ("""{"template":50}""", "body"),
                (IntakeCaller.Mail(deadline: "2126-12-01T10:00:00"), "deadline"),
                (IntakeCaller.Mail(deadline: "2020-12-01T10:00:00Z"), "deadline"),
                (IntakeCaller.Mail(""","app":"other" """), "app"),
                (IntakeCaller.Mail(""","strict":true,"dedline":1"""), "dedline"),
            }
        )
        {
            var refused = await shop.PostAsync(body);
            Assert.Equal((422, field), (refused.Status, refused.Text("field")));
            Assert.Equal("application/problem+json", refused.ContentType);
            Assert.NotEmpty(refused.Text("rule")!);
        }

        Assert.Equal(
            422,
            (await shop.PostAsync(IntakeCaller.Mail($""","id":"{Guid.NewGuid()}" """), "another")).Status
        );
        Assert.Equal(415, (await shop.SendAsync(HttpMethod.Post, "v1/mails", "{}", type: "text/plain")).Status);
        Assert.Equal(
            413,
            (await shop.PostAsync(IntakeCaller.Mail($""","data":"{new string('x', 300_000)}" """))).Status
        );
        using var nobody = new IntakeCaller(live.Daemon.Page, token: null);
        using var stranger = new IntakeCaller(live.Daemon.Page, ServedPage.Token);
        Assert.Equal(401, (await nobody.PostAsync(IntakeCaller.Mail())).Status);
        Assert.Equal(401, (await stranger.PostAsync(IntakeCaller.Mail())).Status);
        // An app's token opens nothing else.
        Assert.Equal(401, (await shop.SendAsync(HttpMethod.Post, "api/pause")).Status);
        Assert.Equal(0, (await live.StatusAsync(Token)).GetProperty("waiting_count").GetInt32());
    }

    [Fact]
    public async Task Predict_Mail_TellsAndSendsNothing()
    {
        await using var live = await StartAsync(mailsPerHour: "10");
        using var shop = new IntakeCaller(live.Daemon.Page);
        IntakeReply? seen = null;
        await Eventually.TrueAsync(
            async () => (seen = await shop.PostAsync(IntakeCaller.Mail(), path: "v1/mails:predict")).Status == 200,
            "the credits are known",
            cancellationToken: Token
        );
        Assert.Equal("True", seen!.Text("on_time"));
        Assert.NotNull(seen.Text("expected"));
        Assert.Empty(live.Sandbox.Sandbox.Mails.Snapshot());
    }

    [Fact]
    public async Task Post_OnAStandby_IsTakenAndShownThere()
    {
        await using var live = await StartAsync(mailsPerHour: "0");
        await using var standby = await IntakeDaemons.StandbyAsync(live, Token);
        Assert.Equal(0, await standby.MetricAsync("maildispatcher_is_leader", cancellationToken: Token));
        using var shop = new IntakeCaller(standby.Page);
        var taken = await shop.PostAsync(IntakeCaller.Mail());
        Assert.True(taken.Status == 202, taken.ToString());
        await Eventually.TrueAsync(
            async () => (await shop.GetAsync(taken.Id)).Body.GetProperty("history").GetArrayLength() == 1,
            "the standby shows what the leader noted",
            cancellationToken: Token
        );
        Assert.Equal("asked", (await shop.DeleteAsync(taken.Id)).Text("result"));
        await Eventually.TrueAsync(
            async () => (await shop.GetAsync(taken.Id)).Text("state") == "cancelled",
            "it is withdrawn by the leader",
            cancellationToken: Token
        );
    }

    [Fact]
    public async Task Post_BrokerAway_Is503WithRetryAfterAndNothingHalfTaken()
    {
        await using var node = await BrokerNode.StartAsync(Token);
        await using var live = await StartAsync(mailsPerHour: "0", await node.CreateVhostAsync());
        using var shop = new IntakeCaller(live.Daemon.Page);
        Assert.Equal(202, (await shop.PostAsync(IntakeCaller.Mail())).Status);
        await node.KillAsync();
        var away = await shop.PostAsync(IntakeCaller.Mail(), "later");
        Assert.Equal((503, "5"), (away.Status, away.RetryAfter));
        await node.StartAgainAsync(Token);
        IntakeReply? again = null;
        await Eventually.TrueAsync(
            async () => (again = await shop.PostAsync(IntakeCaller.Mail(), "later")).Status == 202,
            "it is taken when the broker is back",
            TimeSpan.FromMinutes(1),
            Token
        );
        Assert.Equal(away.Id, again!.Id);
    }

    [Fact]
    public async Task OpenApi_Document_NamesWhatThereIs()
    {
        await using var live = await StartAsync(mailsPerHour: "0", more: ("Intake__RequestsPerMinute", "3"));
        using var shop = new IntakeCaller(live.Daemon.Page);
        var document = await shop.SendAsync(HttpMethod.Get, "openapi/v1.json");
        var paths = document.Body.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();
        Assert.Equal(["/v1/mails", "/v1/mails/{id}", "/v1/mails:predict"], paths.Order(StringComparer.Ordinal));
        var withdrawal = document.Body.GetProperty("paths").GetProperty("/v1/mails/{id}").GetProperty("delete");
        Assert.StartsWith("Any instance does, leader or not.", withdrawal.GetProperty("description").GetString());
        Assert.Equal(
            ["200", "202", "401", "404", "429", "503"],
            withdrawal.GetProperty("responses").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)
        );
        var answers = new List<IntakeReply>();
        for (var n = 0; n < 5; n++)
            answers.Add(await shop.GetAsync(Guid.NewGuid()));
        Assert.Equal((404, 429), (answers[0].Status, answers[^1].Status));
        Assert.NotNull(answers[^1].RetryAfter);
    }

    [Fact]
    public async Task Example_OfProducersPage_AsItStands_AsksForAMail()
    {
        await using var live = await StartAsync(mailsPerHour: "100");
        var page = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "docs", "producers.md"), Token);
        var example = page.Split("```sh\n")[1].Split("```")[0];
        await using var run = ChildProcess.Start(
            "/bin/sh",
            ["-c", example],
            new Dictionary<string, string?>
            {
                ["MAILS_URL"] = live.Daemon.Page.ToString().TrimEnd('/'),
                ["MAILS_TOKEN"] = IntakeCaller.ShopToken,
            }
        );
        Assert.True(await run.WaitForExitAsync(cancellationToken: Token) == 0, run.Output);
        Assert.Contains("\"id\"", run.Output, StringComparison.Ordinal);
        await Eventually.TrueAsync(
            () => live.Sandbox.Sandbox.Mails.Snapshot().Count == 1,
            "it is sent",
            cancellationToken: Token
        );
    }

    private async Task<LiveDaemon> StartAsync(
        string mailsPerHour,
        Uri? vhost = null,
        params (string Name, string Value)[] more
    ) => await IntakeDaemons.StartAsync(vhost ?? await broker.CreateVhostAsync(), mailsPerHour, Token, more);
}
