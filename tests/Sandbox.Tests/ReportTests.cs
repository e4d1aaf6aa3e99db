using System.Net;

namespace MailDispatcher.Sandbox.Tests;

public sealed class ReportTests
{
    private const string Events = "/v3/smtp/statistics/events";

    [Fact]
    public async Task Events_ByTag_ShowWhatBecameOfTheMail()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var id = (await sandbox.SendAsync()).Json.GetProperty("messageId").GetString();
        await sandbox.SendAsync(RunningSandbox.Tags("mail-2"));
        var search = Events + "?tags=" + Uri.EscapeDataString("[\"mail-1\"]");
        Assert.Equal(["requests"], await NamesAsync(sandbox, search));
        sandbox.Clock.Advance(TimeSpan.FromSeconds(2));
        var events = (await sandbox.GetAsync(search)).Json.GetProperty("events");
        Assert.Equal(
            ["delivered", "requests"],
            events.EnumerateArray().Select(e => e.GetProperty("event").GetString())
        );
        Assert.Equal(
            $$"""{"date":"2026-11-21T12:00:00.000Z","email":"bia@example.com","event":"requests","messageId":"{{id}}","from":"mentoria@example.com","subject":"Mentoria confirmada com Bia em 22/11/2026","tag":"mail-1","templateId":7}""",
            events[1].GetRawText()
        );
        Assert.Equal("mail-1", sandbox.State.Calls.Snapshot()[^1].Tag);
    }

    [Fact]
    public async Task Events_None_IsAnObjectWithoutEvents()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        Assert.Equal("{}", (await sandbox.GetAsync(Events)).Text);
    }

    [Fact]
    public async Task Events_Filters_NarrowTheLog()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new() { BlockedContacts = ["Rui@example.com"] });
        var id = (await sandbox.SendAsync()).Json.GetProperty("messageId").GetString()!;
        await sandbox.SendAsync(("to", new[] { new { email = "rui@example.com" } }), ("templateId", 9));
        await sandbox.SendAsync(("sender", new { email = "x@elsewhere.test" }), RunningSandbox.Tags("a", "b"));
        sandbox.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(6, (await NamesAsync(sandbox, Events)).Count);
        Assert.Equal(
            ["delivered", "requests"],
            await NamesAsync(sandbox, $"{Events}?messageId={Uri.EscapeDataString(id)}")
        );
        Assert.Equal(["requests", "blocked"], await NamesAsync(sandbox, $"{Events}?email=RUI@example.com&sort=asc"));
        Assert.Equal(["blocked"], await NamesAsync(sandbox, $"{Events}?templateId=9&event=blocked"));
        Assert.Equal(["error", "requests"], await NamesAsync(sandbox, $"{Events}?tags=[\"b\",\"c\"]"));
        Assert.Equal(["requests"], await NamesAsync(sandbox, $"{Events}?tags=[\"b\"]&limit=1&offset=1"));
        Assert.Empty(await NamesAsync(sandbox, $"{Events}?event=opened"));
        var error = (await sandbox.GetAsync($"{Events}?event=error")).Json.GetProperty("events")[0];
        Assert.Contains(
            "the sender you used x@elsewhere.test is not valid",
            error.GetProperty("reason").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal("""["a","b"]""", error.GetProperty("tag").GetString());
    }

    [Fact]
    public async Task Events_Dates_AreDaysOfUtc()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.SendAsync(RunningSandbox.Tags("old"));
        sandbox.Clock.Advance(TimeSpan.FromDays(29));
        await sandbox.SendAsync(RunningSandbox.Tags("new"));
        Assert.Equal(3, (await NamesAsync(sandbox, Events)).Count);
        Assert.Equal(["requests"], await NamesAsync(sandbox, Events + "?days=1"));
        Assert.Equal(
            ["delivered", "requests"],
            await NamesAsync(sandbox, Events + "?startDate=2026-11-21&endDate=2026-11-21")
        );
        sandbox.Clock.Advance(TimeSpan.FromHours(13));
        // 30 days including today: the first mail's day is out.
        Assert.Equal(2, (await NamesAsync(sandbox, Events)).Count);
    }

    [Fact]
    public async Task Events_LagAndSchedule_HoldThemBack()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new() { EventLag = TimeSpan.FromMinutes(1) });
        await sandbox.SendAsync();
        await sandbox.SendAsync(("scheduledAt", "2026-11-21T13:00:00Z"));
        Assert.Empty(await NamesAsync(sandbox, Events));
        sandbox.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["requests"], await NamesAsync(sandbox, Events));
        sandbox.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["requests", "delivered", "requests"], await NamesAsync(sandbox, Events));
    }

    [Theory]
    [InlineData("startDate=2026-11-01", "missing_parameter", "End date is missing")]
    [InlineData("endDate=2026-11-01", "missing_parameter", "Start date is missing")]
    [InlineData("startDate=&endDate=", "missing_parameter", "Start date is missing")]
    [InlineData("startDate=01/11/2026&endDate=2026-11-02", "invalid_parameter", "startDate is not valid")]
    [InlineData(
        "startDate=2026-11-03&endDate=2026-11-02",
        "invalid_parameter",
        "Start date must not be after end date"
    )]
    [InlineData("startDate=2026-08-01&endDate=2026-11-02", "out_of_range", "The date range must not exceed 90 days")]
    [InlineData(
        "startDate=2026-11-01&endDate=2026-11-02&days=3",
        "invalid_parameter",
        "days is not compatible with startDate and endDate"
    )]
    [InlineData("days=0", "invalid_parameter", "days is not valid")]
    [InlineData("days=91", "out_of_range", "days must not exceed 90")]
    [InlineData("limit=5001", "out_of_range", "limit must not exceed 5000")]
    [InlineData("limit=-1", "invalid_parameter", "limit is not valid")]
    [InlineData("offset=x", "invalid_parameter", "offset is not valid")]
    [InlineData("sort=up", "invalid_parameter", "sort is not valid")]
    [InlineData("event=sent", "invalid_parameter", "event is not valid")]
    [InlineData("tags=mail-1", "invalid_parameter", "tags is not valid")]
    [InlineData("tags=", "missing_parameter", "tags is missing")]
    [InlineData("templateId=seven", "invalid_parameter", "templateId is not valid")]
    public async Task Events_BadQuery_IsRefused(string query, string code, string message)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        Assert.Equal((400, code, message), (await sandbox.GetAsync($"{Events}?{query}")).Error);
    }

    [Fact]
    public async Task Emails_ByEmail_ListWhatWasTakenWithItsTags()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.SendAsync(("to", new[] { new { email = "a@example.com" }, new { email = "b@example.com" } }));
        await sandbox.SendAsync(
            RunningSandbox.Tags("mail-2"),
            ("attachment", new[] { new { url = "https://example.com/a.pdf" } })
        );
        var list = (await sandbox.GetAsync("/v3/smtp/emails?email=b@example.com")).Json;
        Assert.Equal(1, list.GetProperty("count").GetInt32());
        var row = list.GetProperty("transactionalEmails")[0];
        Assert.Equal(
            ("b@example.com", "mail-1", 7),
            (
                row.GetProperty("email").GetString(),
                row.GetProperty("tags")[0].GetString(),
                row.GetProperty("templateId").GetInt32()
            )
        );

        sandbox.Clock.Advance(TimeSpan.FromSeconds(2));
        var all = (await sandbox.GetAsync("/v3/smtp/emails?templateId=7&limit=1")).Json;
        Assert.Equal(
            (3, 1),
            (all.GetProperty("count").GetInt32(), all.GetProperty("transactionalEmails").GetArrayLength())
        );
        var one = (
            await sandbox.GetAsync(
                "/v3/smtp/emails/" + all.GetProperty("transactionalEmails")[0].GetProperty("uuid").GetString()
            )
        ).Json;
        Assert.Equal(
            ["sent", "delivered"],
            one.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("name").GetString())
        );
        Assert.Equal(1, one.GetProperty("attachmentCount").GetInt32());
        Assert.Contains("Bia", one.GetProperty("body").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Emails_BadQuery_IsRefused()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new() { RateLimitScale = 0 });
        Assert.Equal(
            (400, "missing_parameter", "email, templateId or messageId is missing"),
            (await sandbox.GetAsync("/v3/smtp/emails")).Error
        );
        Assert.Equal(
            (400, "out_of_range", "limit must not exceed 1000"),
            (await sandbox.GetAsync("/v3/smtp/emails?templateId=7&limit=1001")).Error
        );
        Assert.Equal(
            (400, "out_of_range"),
            Coded(await sandbox.GetAsync("/v3/smtp/emails?templateId=7&startDate=2026-09-01&endDate=2026-11-01"))
        );
        Assert.Equal((404, "document_not_found"), Coded(await sandbox.GetAsync("/v3/smtp/emails/" + Guid.NewGuid())));
        Assert.Equal((400, "invalid_parameter"), Coded(await sandbox.GetAsync("/v3/smtp/emails/7")));
    }

    private static async Task<IReadOnlyList<string?>> NamesAsync(RunningSandbox sandbox, string path)
    {
        var answer = await sandbox.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Json.TryGetProperty("events", out var events)
            ? [.. events.EnumerateArray().Select(e => e.GetProperty("event").GetString())]
            : [];
    }

    private static (int, string?) Coded(RunningSandbox.Answer answer) => (answer.Error.Status, answer.Error.Code);
}
