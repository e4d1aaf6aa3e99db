using System.Net;
using System.Text.Json;
using MailDispatcher.Sandbox.State;

namespace MailDispatcher.Sandbox.Tests;

public sealed class ControlTests
{
    [Fact]
    public async Task Mails_ListsWhatWasTakenInOrder()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var id = (
            await sandbox.SendAsync(RunningSandbox.Tags("mail-1", "x"), ("params", new { MENTORED_NAME = "Íris" }))
        )
            .Json.GetProperty("messageId")
            .GetString();
        await sandbox.SendAsync(
            ("tags", null),
            ("params", null),
            ("headers", new { idempotencyKey = "0b8a52c4-3f5e-4ff4-9a34-1d6a5f1a3c11" })
        );
        var answer = await sandbox.GetAsync("/sandbox/mails");
        Assert.StartsWith("application/json", answer.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal(
            $$"""{"number":1,"at":"2026-11-21T12:00:00+00:00","messageId":"{{id}}","templateId":7,"tag":"mail-1","tags":["mail-1","x"],"idempotencyKey":null,"to":[{"email":"bia@example.com","name":"Bia"}],"params":{"MENTORED_NAME":"Íris"},"subject":"Mentoria confirmada com Íris em "}""",
            answer.Json[0].GetRawText()
        );
        var second = answer.Json[1];
        Assert.Equal(
            (2, null, 0),
            (
                second.GetProperty("number").GetInt32(),
                second.GetProperty("tag").GetString(),
                second.GetProperty("tags").GetArrayLength()
            )
        );
        Assert.Equal("0b8a52c4-3f5e-4ff4-9a34-1d6a5f1a3c11", second.GetProperty("idempotencyKey").GetString());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("params").ValueKind);
    }

    [Fact]
    public async Task Calls_ListsEveryCallOfTheApiAndNoOther()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.GetAsync("/v3/account");
        await sandbox.SendAsync();
        await sandbox.PostAsync("/v3/smtp/email", "{");
        await sandbox.GetAsync("/v3/smtp/statistics/events?tags=[\"mail-1\"]");
        await sandbox.GetAsync("/sandbox/mails");
        var calls = (await sandbox.GetAsync("/sandbox/calls")).Json.EnumerateArray().ToList();
        Assert.Equal(
            [
                "1 GET /v3/account 200 ",
                "2 POST /v3/smtp/email 201 mail-1",
                "3 POST /v3/smtp/email 400 ",
                "4 GET /v3/smtp/statistics/events 200 mail-1",
            ],
            calls.Select(c =>
                $"{c.GetProperty("number")} {c.GetProperty("method")} {c.GetProperty("path")} {c.GetProperty("status")} {c.GetProperty("tag")}"
            )
        );
        Assert.StartsWith("?tags=", calls[3].GetProperty("query").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clear_ForgetsMailsAndCallsOnly()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var key = ("headers", (object)new { idempotencyKey = Guid.NewGuid() });
        await sandbox.SendAsync(key);
        Assert.Equal(HttpStatusCode.NoContent, (await sandbox.CallAsync(HttpMethod.Post, "/sandbox/clear")).Status);
        Assert.Equal("[]", (await sandbox.GetAsync("/sandbox/mails")).Text);
        Assert.Equal("[]", (await sandbox.GetAsync("/sandbox/calls")).Text);
        Assert.Equal(299, sandbox.State.Credits.Read().Remaining);
        Assert.Equal("duplicate_parameter", (await sandbox.SendAsync(key)).Error.Code);
        await sandbox.SendAsync();
        Assert.Equal(2, Assert.Single(sandbox.State.Mails.Snapshot()).Number);
    }

    [Fact]
    public async Task Memory_Full_DropsTheOldestAndSaysSo()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new() { MaxKept = 3 });
        for (var i = 0; i < 5; i++)
            await sandbox.SendAsync();
        Assert.Equal([3L, 4, 5], sandbox.State.Mails.Snapshot().Select(m => m.Number));
        Assert.Equal("""{"status":"healthy","mails":3,"forgotten":2}""", (await sandbox.GetAsync("/health")).Text);
        Assert.Contains(
            "the 2 oldest mails are forgotten",
            (await sandbox.GetAsync("/")).Text,
            StringComparison.Ordinal
        );
        Assert.Equal(3, sandbox.State.Calls.Count);
    }

    [Fact]
    public async Task Memory_FullOfBytes_DropsTheOldest()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new() { MaxKeptBytes = 150_000 });
        for (var i = 0; i < 3; i++)
            await sandbox.SendAsync(("params", new { X = new string('x', 60_000) }));
        Assert.Equal([2L, 3], sandbox.State.Mails.Snapshot().Select(m => m.Number));
    }

    [Fact]
    public async Task OverLimit_Hold_TakesTheMailAndDeliversNothing()
    {
        await using var sandbox = await RunningSandbox.StartAsync(
            new() { Credits = 1, OverLimit = Credits.OverLimit.Hold }
        );
        for (var i = 0; i < 2; i++)
            Assert.Equal(HttpStatusCode.Created, (await sandbox.SendAsync()).Status);
        Assert.Equal(0, sandbox.State.Credits.Read().Remaining);
        sandbox.Clock.Advance(TimeSpan.FromMinutes(1));
        var events = (await sandbox.GetAsync("/v3/smtp/statistics/events?sort=asc")).Json.GetProperty("events");
        Assert.Equal(
            ["requests", "requests", "delivered"],
            events.EnumerateArray().Select(e => e.GetProperty("event").GetString())
        );
    }

    [Fact]
    public async Task Start_OnATakenPort_FailsAndAnEndedSandboxFreesIt()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var port = sandbox.Server.Page.Port;
        var options = new SandboxOptions { Port = port };
        await Assert.ThrowsAsync<IOException>(() =>
            SandboxServer.StartAsync(options, cancellationToken: TestContext.Current.CancellationToken)
        );
        await sandbox.DisposeAsync();
        await using var second = await SandboxServer.StartAsync(
            options,
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal(new Uri($"http://127.0.0.1:{port}/v3"), second.Url);
    }
}
