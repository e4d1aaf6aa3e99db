using System.Net;
using MailDispatcher.Sandbox.Mails;

namespace MailDispatcher.Sandbox.Tests;

public sealed class SendEmailTests
{
    [Fact]
    public async Task Send_ValidTemplateMail_IsTakenAndCostsOneCredit()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var answer = await sandbox.SendAsync(
            ("headers", new { idempotencyKey = "0b8a52c4-3f5e-4ff4-9a34-1d6a5f1a3c11" })
        );
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        var id = answer.Json.GetProperty("messageId").GetString();
        Assert.Matches(@"^<\d{12}\.\d{11}@smtp-relay\.mailin\.fr>$", id);
        Assert.Equal(299, sandbox.State.Credits.Read().Remaining);
        var mail = Assert.Single(sandbox.State.Mails.Snapshot());
        Assert.Equal(
            (
                1L,
                id,
                7L,
                "mail-1",
                "0b8a52c4-3f5e-4ff4-9a34-1d6a5f1a3c11",
                "Mentoria confirmada com Bia em 22/11/2026",
                RunningSandbox.Start
            ),
            (mail.Number, mail.MessageId, mail.TemplateId, mail.Tag, mail.IdempotencyKey, mail.Subject, mail.At)
        );
        Assert.Contains("https://mentoria.example.com/mentorados/42", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_OwnContent_NeedsNoTemplate()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var answer = await sandbox.SendAsync(
            ("templateId", null),
            ("sender", new { email = "rui@example.com" }),
            ("subject", "Oi, {{ params.MENTOR_NAME }}"),
            ("htmlContent", "<p>{{params.MENTOR_NAME}} e {{params.NOBODY|default:'ninguém'}}{{params.NOTHING}}</p>"),
            ("params", new { MENTOR_NAME = "<Zé>" })
        );
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        var mail = Assert.Single(sandbox.State.Mails.Snapshot());
        Assert.Equal((null, "Oi, <Zé>", "rui@example.com"), (mail.TemplateId, mail.Subject, mail.Draft.From.Email));
        Assert.Equal("<p>&lt;Z&#233;&gt; e ningu&#233;m</p>", mail.Html);
    }

    [Fact]
    public async Task Send_SeveralRecipients_CostsACreditEach()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new() { Credits = 5 });
        object[] two = [new { email = "a@example.com" }, new { email = "b@example.com" }];
        Assert.Equal(
            HttpStatusCode.Created,
            (await sandbox.SendAsync(("to", two), ("cc", new[] { new { email = "c@example.com" } }))).Status
        );
        Assert.Equal(2, sandbox.State.Credits.Read().Remaining);
        Assert.Equal((402, "not_enough_credits"), Coded(await sandbox.SendAsync(("to", two), ("bcc", two))));
        Assert.Equal((2, 1), (sandbox.State.Credits.Read().Remaining, sandbox.State.Mails.Count));
        Assert.Equal(HttpStatusCode.Created, (await sandbox.SendAsync(("to", two))).Status);
        Assert.Equal((402, "not_enough_credits"), Coded(await sandbox.SendAsync()));
    }

    [Fact]
    public async Task Send_SameIdempotencyKeyWithinItsLife_IsRefusedAndCostsNothing()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var key = ("headers", (object)new { idempotencyKey = Guid.NewGuid() });
        Assert.Equal(HttpStatusCode.Created, (await sandbox.SendAsync(key)).Status);
        sandbox.Clock.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromSeconds(1));
        Assert.Equal((400, "duplicate_parameter"), Coded(await sandbox.SendAsync(key)));
        Assert.Equal((1, 299), (sandbox.State.Mails.Count, sandbox.State.Credits.Read().Remaining));
        sandbox.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Created, (await sandbox.SendAsync(key)).Status);
        Assert.Equal(2, sandbox.State.Mails.Count);
    }

    [Fact]
    public async Task Send_RefusedCall_DoesNotUseUpItsKey()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new() { Credits = 0 });
        var key = (
            "headers",
            (object)new Dictionary<string, string> { ["Idempotency-Key"] = Guid.NewGuid().ToString() }
        );
        Assert.Equal((402, "not_enough_credits"), Coded(await sandbox.SendAsync(key)));
        Assert.Equal((400, "invalid_parameter"), Coded(await sandbox.SendAsync(key, ("params", "none"))));
        sandbox.State.Credits.Set(remaining: 1);
        Assert.Equal(HttpStatusCode.Created, (await sandbox.SendAsync(key)).Status);
        // At zero credits the key still speaks first: the caller learns that its mail had been taken.
        Assert.Equal((400, "duplicate_parameter"), Coded(await sandbox.SendAsync(key)));
    }

    [Fact]
    public async Task Send_SandboxDrop_AnswersAsIfTakenAndDoesNothing()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new() { Credits = 0 });
        var drop = ("headers", (object)new Dictionary<string, string> { ["X-Sib-Sandbox"] = "drop" });
        var answer = await sandbox.SendAsync(drop);
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Contains(
            "@smtp-relay.mailin.fr>",
            answer.Json.GetProperty("messageId").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal(0, sandbox.State.Mails.Count);
        Assert.Equal((400, "missing_parameter"), Coded(await sandbox.SendAsync(drop, ("to", null))));
    }

    [Fact]
    public async Task Send_Scheduled_AnswersAcceptedWithABatch()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var answer = await sandbox.SendAsync(("scheduledAt", "2026-11-21T15:00:00.000-03:00"));
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal(4, answer.Json.GetProperty("batchId").GetGuid().Version);
        Assert.StartsWith("<", answer.Json.GetProperty("messageId").GetString(), StringComparison.Ordinal);
        var batch = Guid.NewGuid();
        var second = await sandbox.SendAsync(("scheduledAt", "2026-11-22T15:00:00Z"), ("batchId", batch));
        Assert.Equal(batch, second.Json.GetProperty("batchId").GetGuid());
        Assert.Equal(
            (400, "invalid_parameter"),
            Coded(await sandbox.SendAsync(("scheduledAt", "2026-11-21T09:00:00-03:00")))
        );
    }

    [Fact]
    public async Task Send_MessageVersions_IsOneMailEach()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var answer = await sandbox.SendAsync(
            ("to", null),
            ("subject", "Oi, {{params.NAME}}"),
            ("params", new { NAME = "gente" }),
            (
                "messageVersions",
                new object[]
                {
                    new { to = new[] { new { email = "a@example.com" } }, @params = new { NAME = "Ana" } },
                    new { to = new[] { new { email = "b@example.com" }, new { email = "c@example.com" } } },
                }
            )
        );
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal(2, answer.Json.GetProperty("messageIds").GetArrayLength());
        Assert.False(answer.Json.TryGetProperty("messageId", out _));
        Assert.Equal(["Oi, Ana", "Oi, gente"], sandbox.State.Mails.Snapshot().Select(m => m.Subject));
        Assert.Equal(297, sandbox.State.Credits.Read().Remaining);
    }

    [Fact]
    public async Task Send_UnknownOrInactiveTemplate_IsRefused()
    {
        await using var sandbox = await RunningSandbox.StartAsync(
            new() { ExtraTemplates = [20, 21], InactiveTemplates = [10, 21] }
        );
        Assert.Equal(
            (404, "document_not_found", "Template ID not found"),
            (await sandbox.SendAsync(("templateId", 99))).Error
        );
        Assert.Equal(
            (400, "invalid_parameter", "Template is not active"),
            (await sandbox.SendAsync(("templateId", 10))).Error
        );
        Assert.Equal(
            (400, "invalid_parameter", "Template is not active"),
            (await sandbox.SendAsync(("templateId", 21))).Error
        );
        Assert.Equal(HttpStatusCode.Created, (await sandbox.SendAsync(("templateId", 20))).Status);
    }

    [Fact]
    public async Task Send_FromAStranger_IsTakenAndWouldHaveFailedLater()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        Assert.Equal(
            HttpStatusCode.Created,
            (await sandbox.SendAsync(("sender", new { email = "x@elsewhere.test" }))).Status
        );
        Assert.Equal(HttpStatusCode.Created, (await sandbox.SendAsync(("sender", new { id = 1 }))).Status);
        Assert.Equal(HttpStatusCode.Created, (await sandbox.SendAsync(("sender", new { id = 2 }))).Status);
        Assert.Equal(
            [DeliveryOutcome.SenderRefused, DeliveryOutcome.Delivered, DeliveryOutcome.SenderRefused],
            sandbox.State.Mails.Snapshot().Select(m => m.Deliveries[0].Outcome)
        );
    }

    [Fact]
    public async Task Send_ManyAtOnce_NeverTakesMoreThanTheCredits()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new() { Credits = 40, RateLimitScale = 0 });
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => sandbox.SendAsync()));
        Assert.Equal(
            (40, 60),
            (
                answers.Count(a => a.Status == HttpStatusCode.Created),
                answers.Count(a => a.Status == HttpStatusCode.PaymentRequired)
            )
        );
        Assert.Equal(0, sandbox.State.Credits.Read().Remaining);
        var mails = sandbox.State.Mails.Snapshot();
        Assert.Equal(Enumerable.Range(1, 40).Select(n => (long)n), mails.Select(m => m.Number));
        Assert.Equal(40, mails.Select(m => m.MessageId).Distinct().Count());
    }

    private static (int, string?) Coded(RunningSandbox.Answer answer) => (answer.Error.Status, answer.Error.Code);
}
