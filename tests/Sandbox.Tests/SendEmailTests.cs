using System.Net;

namespace MailDispatcher.Sandbox.Tests;

public sealed class SendEmailTests
{
    [Fact]
    public async Task Send_ValidTemplateMail_IsTakenAndCostsOneCredit()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var answer = await sandbox.SendAsync(("headers", new { idempotencyKey = "0b8a52c4-3f5e-4ff4-9a34-1d6a5f1a3c11" }));
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        var id = answer.Json.GetProperty("messageId").GetString();
        Assert.Matches(@"^<\d{12}\.\d{11}@smtp-relay\.mailin\.fr>$", id);
        Assert.Equal(299, sandbox.State.Credits.Read().Remaining);
        var mail = Assert.Single(sandbox.State.Mails.Snapshot());
        Assert.Equal(
            (1L, id, 7L, "mail-1", "0b8a52c4-3f5e-4ff4-9a34-1d6a5f1a3c11", "Mentoria confirmada com Bia em 22/11/2026", RunningSandbox.Start),
            (mail.Number, mail.MessageId, mail.TemplateId, mail.Tag, mail.IdempotencyKey, mail.Subject, mail.At));
    }
}
