using System.Net;
using System.Net.Sockets;

namespace MailDispatcher.Sandbox.Tests;

public sealed class FaultTests
{
    [Fact]
    public async Task Status_WithTimes_StrikesThatOftenAndTakesNothing()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var put = await sandbox.PutAsync(
            "/sandbox/faults",
            new[]
            {
                new
                {
                    path = "/v3/smtp/email",
                    method = "POST",
                    times = 2,
                    status = 503,
                    body = "<html>busy</html>",
                    contentType = "text/html",
                    headers = new { x_shard = "7" },
                },
            }
        );
        Assert.Equal(HttpStatusCode.NoContent, put.Status);

        Assert.Equal(HttpStatusCode.OK, (await sandbox.GetAsync("/v3/account")).Status);
        var first = await sandbox.SendAsync();
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "<html>busy</html>", "text/html", "7"),
            (first.Status, first.Text, first.Headers["Content-Type"], first.Headers["x_shard"])
        );
        Assert.Equal(
            1,
            Assert
                .Single((await sandbox.GetAsync("/sandbox/faults")).Json.EnumerateArray())
                .GetProperty("times")
                .GetInt32()
        );
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await sandbox.SendAsync()).Status);
        Assert.Equal((0, 300), (sandbox.State.Mails.Count, sandbox.State.Credits.Read().Remaining));

        Assert.Equal(HttpStatusCode.Created, (await sandbox.SendAsync()).Status);
        Assert.Empty(sandbox.State.Faults.Rules);
    }

    [Fact]
    public async Task Rules_AreMatchedInOrderAndSkipLetsCallsPass()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.State.Faults.Set(
            new()
            {
                Path = "/v3/smtp/*",
                Skip = 1,
                Times = 1,
                Status = 500,
            },
            new()
            {
                Method = "post",
                Skip = 2,
                Status = 429,
                Headers = new Dictionary<string, string> { ["retry-after"] = "7" },
            }
        );
        var statuses = new List<int>();
        for (var i = 0; i < 5; i++)
            statuses.Add((int)(await sandbox.SendAsync()).Status);
        // The first call passes both rules, the second is struck by the first rule and never reaches the second.
        Assert.Equal([201, 500, 201, 429, 429], statuses);
        Assert.Equal("7", (await sandbox.SendAsync()).Headers["retry-after"]);
        Assert.Equal(HttpStatusCode.NoContent, (await sandbox.CallAsync(HttpMethod.Delete, "/sandbox/faults")).Status);
        Assert.Equal(HttpStatusCode.Created, (await sandbox.SendAsync()).Status);
    }

    [Theory]
    [InlineData("before", 0)]
    [InlineData("after", 1)]
    public async Task Reset_AbortsTheConnection_BeforeOrAfterTakingTheMail(string moment, int taken)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.PutAsync(
            "/sandbox/faults",
            new[]
            {
                new
                {
                    path = "/v3/smtp/email",
                    reset = moment,
                    times = 1,
                },
            }
        );
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => sandbox.SendAsync());
        Assert.Equal(
            SocketError.ConnectionReset,
            Assert.IsType<SocketException>(failure.GetBaseException()).SocketErrorCode
        );
        Assert.Equal((taken, 300 - taken), (sandbox.State.Mails.Count, sandbox.State.Credits.Read().Remaining));
        var call = Assert.Single(sandbox.State.Calls.Snapshot());
        Assert.Equal((null, "mail-1"), (call.Status, call.Tag));
        Assert.Equal(HttpStatusCode.Created, (await sandbox.SendAsync()).Status);
    }

    [Fact]
    public async Task Delay_LongerThanTheCallersPatience_HasTakenTheMail()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.State.Faults.Set(new Faults.FaultRule { DelayMs = 600_000, Times = 1 });
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var content = new StringContent(System.Text.Json.JsonSerializer.Serialize(RunningSandbox.Mail()));
        var call = sandbox.Client.PostAsync("/v3/smtp/email", content, patience.Token);
        while (sandbox.State.Calls.Count == 0)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(1, sandbox.State.Mails.Count);
    }

    [Fact]
    public async Task Status_WithServe_TakesTheMailAndAnswersOtherwise()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.PutAsync(
            "/sandbox/faults",
            new[]
            {
                new
                {
                    status = 502,
                    serve = true,
                    times = 1,
                },
            }
        );
        var answer = await sandbox.SendAsync();
        Assert.Equal((HttpStatusCode.BadGateway, "", 1), (answer.Status, answer.Text, sandbox.State.Mails.Count));
    }

    [Theory]
    [InlineData("""[{"status":99}]""", "Rule 1: status: 200 to 599")]
    [InlineData("""[{"status":500},{"times":0}]""", "Rule 2: times: 1 or more")]
    [InlineData("""[{"status":500,"stauts":1}]""", "stauts")]
    [InlineData("""[{"body":"x"}]""", "body: goes with a status")]
    [InlineData("""[{"reset":"sometimes"}]""", "reset")]
    [InlineData("""[{"status":500,"reset":"after"}]""", "a reset call has no status")]
    [InlineData("""[{"status":204,"body":"x"}]""", "an answer 204 or 304 has none")]
    [InlineData("""[{"headers":{"a b":"1"}}]""", "headers: names and values in plain ASCII")]
    [InlineData("""[{"headers":{"a":"1\n"}}]""", "headers: names and values in plain ASCII")]
    [InlineData("null", "null")]
    [InlineData("{", "")]
    public async Task Put_UnsoundRules_AreRefusedWithTheReasonAndTheOldOnesStay(string rules, string reason)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.State.Faults.Set(new Faults.FaultRule { Status = 418 });
        var answer = await sandbox.CallAsync(HttpMethod.Put, "/sandbox/faults", rules);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(reason, answer.Error.Message, StringComparison.Ordinal);
        Assert.Equal(418, Assert.Single(sandbox.State.Faults.Rules).Status);
    }
}
