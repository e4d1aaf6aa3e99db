using System.Text.Json;

namespace MailDispatcher.Sandbox.Tests;

public sealed class SendRulesTests
{
    public static TheoryData<string, string, string?, string> Refusals { get; } =
        new()
        {
            // field, its JSON (empty: left out), code, message
            { "templateId", "", "missing_parameter", "sender is missing" },
            { "templateId", "\"7\"", "invalid_parameter", "Invalid template id" },
            { "templateId", "0", "invalid_parameter", "Invalid template id" },
            { "templateId", "7.5", "invalid_parameter", "Invalid template id" },
            { "template_id", "7", "invalid_parameter", "template_id is not a known parameter" },
            { "sender", "{\"name\":\"Zé\"}", "invalid_parameter", "valid sender email required" },
            { "sender", "{\"email\":\"x\"}", "invalid_parameter", "valid sender email required" },
            { "sender", "{\"id\":\"1\"}", "invalid_parameter", "Invalid sender id" },
            { "sender", "{\"id\":1,\"email\":7}", "invalid_parameter", "valid sender email required" },
            { "sender", "{\"id\":1,\"name\":7}", "invalid_parameter", "name is not valid in sender" },
            { "sender", "\"a@example.com\"", "invalid_parameter", "Invalid sender" },
            { "to", "", "missing_parameter", "to is missing" },
            { "to", "[]", "missing_parameter", "to is missing" },
            { "to", "{\"email\":\"a@example.com\"}", "invalid_parameter", "Invalid to" },
            { "to", "[{\"name\":\"Bia\"}]", "missing_parameter", "email is missing in to" },
            { "to", "[{\"email\":\"\"}]", "invalid_parameter", "email is not valid in to" },
            { "to", "[{\"email\":\"a@localhost\"}]", "invalid_parameter", "email is not valid in to" },
            { "to", "[{\"email\":\"joão@example.com\"}]", "invalid_parameter", "email is not valid in to" },
            { "to", "[{\"email\":\"a b@example.com\"}]", "invalid_parameter", "email is not valid in to" },
            { "to", "[{\"email\":\"a@example.com\\n\"}]", "invalid_parameter", "email is not valid in to" },
            { "to", "[{\"email\":null}]", "invalid_parameter", "email is not valid in to" },
            {
                "to",
                "[{\"email\":\"a@example.com\",\"mail\":1}]",
                "invalid_parameter",
                "mail is not a known parameter"
            },
            { "to", "[{\"email\":\"a@example.com\",\"name\":7}]", "invalid_parameter", "name is not valid in to" },
            { "cc", "[{\"email\":\"a\"}]", "invalid_parameter", "email is not valid in cc" },
            { "bcc", "[7]", "invalid_parameter", "Invalid bcc" },
            { "replyTo", "[{\"email\":\"a@example.com\"}]", "invalid_parameter", "Invalid replyTo" },
            { "replyTo", "{\"name\":\"Zé\"}", "missing_parameter", "email is missing in replyTo" },
            { "subject", "7", "invalid_parameter", "Invalid subject" },
            { "params", "\"{}\"", "invalid_parameter", "Invalid params" },
            { "params", "null", "invalid_parameter", "Invalid params" },
            { "params", "[]", "invalid_parameter", "Invalid params" },
            { "headers", "{\"X-Number\":7}", "invalid_parameter", "Invalid headers" },
            { "headers", "{\"X-Name\":\"Zé\"}", "invalid_parameter", "Invalid headers" },
            { "headers", "[]", "invalid_parameter", "Invalid headers" },
            { "headers", "{\"idempotencyKey\":\"mail-1\"}", "invalid_parameter", "idempotencyKey must be a UUID" },
            { "tags", "\"mail-1\"", "invalid_parameter", "Invalid tags" },
            { "tags", "[1]", "invalid_parameter", "Invalid tags" },
            { "attachment", "[{\"content\":\"aGk=\"}]", "missing_parameter", "attachment name is missing" },
            { "attachment", "[{\"name\":\"a.pdf\"}]", "missing_parameter", "attachment url or content is missing" },
            {
                "attachment",
                "[{\"content\":\"aGk=\",\"name\":\"a.exe\"}]",
                "invalid_parameter",
                "Unsupported file format of attachment"
            },
            {
                "attachment",
                "[{\"content\":\"?\",\"name\":\"a.pdf\"}]",
                "invalid_parameter",
                "Invalid attachment content"
            },
            { "attachment", "[{\"url\":\"/etc/passwd\"}]", "invalid_parameter", "Invalid attachment url" },
            {
                "attachment",
                "[{\"url\":\"https://example.com/a.pdf\",\"content\":\"?\",\"name\":\"a.pdf\"}]",
                "invalid_parameter",
                "Invalid attachment content"
            },
            { "scheduledAt", "\"2026-11-22T15:00:00\"", "invalid_parameter", "Invalid scheduledAt" },
            { "scheduledAt", "\"tomorrow\"", "invalid_parameter", "Invalid scheduledAt" },
            { "batchId", "\"5\"", "invalid_parameter", "batchId must be a valid UUIDv4" },
            { "messageVersions", "[]", "invalid_parameter", "Invalid messageVersions" },
            { "messageVersions", "[{\"subject\":\"x\"}]", "missing_parameter", "to is missing in messageVersions" },
            { "messageVersions", "[{\"to\":[{\"email\":\"a\"}]}]", "invalid_parameter", "email is not valid in to" },
            {
                "messageVersions",
                "[{\"to\":[{\"email\":\"a@example.com\"}],\"templateId\":7}]",
                "invalid_parameter",
                "templateId is not a known parameter"
            },
        };

    public static TheoryData<string, string> Accepted { get; } =
        new()
        {
            { "tags", "" },
            { "params", "" },
            { "params", "{\"LIST\":[1,{\"a\":null}]}" },
            { "to", "[{\"email\":\"o'neil+tag@sub.example.co\"}]" },
            { "replyTo", "{\"email\":\"a@example.com\",\"name\":\"Zé\"}" },
            { "textContent", "\"ignored\"" },
            { "headers", "{\"X-Mailin-custom\":\"a\",\"idempotencyKey\":\"0b8a52c4-3f5e-4ff4-9a34-1d6a5f1a3c11\"}" },
            {
                "attachment",
                "[{\"content\":\"aGk=\",\"name\":\"convite.ICS\"},{\"url\":\"https://example.com/a.pdf\"}]"
            },
        };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Send_BrokenField_IsRefusedInBrevosWords(string field, string json, string? code, string message)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var answer = await sandbox.SendAsync((field, json.Length == 0 ? null : JsonDocument.Parse(json).RootElement));
        Assert.Equal((400, code, message), answer.Error);
        Assert.Equal((0, 300), (sandbox.State.Mails.Count, sandbox.State.Credits.Read().Remaining));
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task Send_SoundField_IsTaken(string field, string json)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var answer = await sandbox.SendAsync((field, json.Length == 0 ? null : JsonDocument.Parse(json).RootElement));
        Assert.True((int)answer.Status == 201, answer.Text);
    }

    [Theory]
    [InlineData("", "missing_parameter", "No input in body")]
    [InlineData("{", "bad_request", "The body is not a valid JSON object")]
    [InlineData("[]", "bad_request", "The body is not a valid JSON object")]
    [InlineData("""{"templateId":7,"templateId":9}""", "bad_request", "The body is not a valid JSON object")]
    [InlineData(
        """{"templateId":7,"to":[{"email":"a@example.com","name":"\ud800"}]}""",
        "bad_request",
        "The body is not a valid JSON object"
    )]
    [InlineData(
        """{"sender":{"email":"a@example.com"},"to":[{"email":"a@example.com"}],"htmlContent":"x"}""",
        "missing_parameter",
        "subject is missing"
    )]
    [InlineData(
        """{"sender":{"email":"a@example.com"},"to":[{"email":"a@example.com"}],"subject":"x","textContent":"x"}""",
        "missing_parameter",
        "htmlContent is missing"
    )]
    public async Task Send_BrokenBody_IsRefused(string body, string code, string message)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        Assert.Equal((400, code, message), (await sandbox.PostAsync("/v3/smtp/email", body)).Error);
    }

    [Theory]
    [InlineData(70, 201)]
    [InlineData(71, 400)]
    public async Task Send_NameOfARecipient_HasSeventyCharactersAtMost(int length, int status)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        Assert.Equal(
            status,
            (int)
                (
                    await sandbox.SendAsync(
                        ("to", new[] { new { email = "a@example.com", name = new string('é', length) } })
                    )
                ).Status
        );
    }

    [Fact]
    public async Task Send_ParamsAndRecipientsBeyondTheLimits_AreRefused()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new() { Credits = 5000 });
        Assert.Equal(
            "params must not exceed 100 KB",
            (await sandbox.SendAsync(("params", new { X = new string('x', 100_000) }))).Error.Message
        );
        static object[] People(int count) =>
            [.. Enumerable.Range(0, count).Select(i => new { email = $"p{i}@example.com" })];
        Assert.Equal(
            "messageVersions: at most 99 recipients in a version",
            (await sandbox.SendAsync(("messageVersions", new[] { new { to = People(100) } }))).Error.Message
        );
        Assert.Equal(
            "messageVersions: at most 2000 recipients in a call",
            (await sandbox.SendAsync(("messageVersions", Enumerable.Repeat(new { to = People(99) }, 21)))).Error.Message
        );
        Assert.Equal(
            "messageVersions: params must not exceed 1000 KB in all",
            (
                await sandbox.SendAsync(
                    (
                        "messageVersions",
                        Enumerable.Repeat(new { to = People(1), @params = new { X = new string('x', 99_000) } }, 11)
                    )
                )
            )
                .Error
                .Message
        );
    }
}
