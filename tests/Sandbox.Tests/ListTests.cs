using System.Net;
using MailDispatcher.Sandbox.Senders;

namespace MailDispatcher.Sandbox.Tests;

public sealed class ListTests
{
    [Fact]
    public async Task Senders_AreListedWithTheirState()
    {
        await using var sandbox = await RunningSandbox.StartAsync(
            new()
            {
                Senders =
                [
                    new Sender(1, "Mentoria", "mentoria@example.com", Active: true),
                    new Sender(2, "Velha", "velha@example.org", Active: false),
                ],
            }
        );
        Assert.Equal(
            """{"senders":[{"id":1,"name":"Mentoria","email":"mentoria@example.com","active":true,"ips":[]},{"id":2,"name":"Velha","email":"velha@example.org","active":false,"ips":[]}]}""",
            (await sandbox.GetAsync("/v3/senders")).Text
        );
        Assert.Equal(
            2,
            (await sandbox.GetAsync("/v3/senders?domain=example.org"))
                .Json.GetProperty("senders")[0]
                .GetProperty("id")
                .GetInt32()
        );
    }

    [Fact]
    public async Task BlockedContacts_AreListedAndUnblocked()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new() { BlockedContacts = ["rui@example.com"] });
        sandbox.Clock.Advance(TimeSpan.FromDays(3));
        sandbox.State.Blocked.Block("eva@example.com", "hardBounce");
        var list = (await sandbox.GetAsync("/v3/smtp/blockedContacts")).Json;
        Assert.Equal(2, list.GetProperty("count").GetInt32());
        Assert.Equal(
            """{"email":"eva@example.com","senderEmail":"mentoria@example.com","reason":{"code":"hardBounce","message":"hardBounce"},"blockedAt":"2026-11-24T12:00:00.000Z"}""",
            list.GetProperty("contacts")[0].GetRawText()
        );
        Assert.Equal(
            1,
            Count(await sandbox.GetAsync("/v3/smtp/blockedContacts?startDate=2026-11-20&endDate=2026-11-22"))
        );
        Assert.Equal(0, Count(await sandbox.GetAsync("/v3/smtp/blockedContacts?senders=a@example.com,b@example.com")));
        Assert.Equal(
            (400, "out_of_range", "limit must not exceed 100"),
            (await sandbox.GetAsync("/v3/smtp/blockedContacts?limit=101")).Error
        );

        Assert.Equal(
            HttpStatusCode.NoContent,
            (await sandbox.CallAsync(HttpMethod.Delete, "/v3/smtp/blockedContacts/rui%40example.com")).Status
        );
        Assert.Equal(
            (404, "document_not_found", "Contact not found"),
            (await sandbox.CallAsync(HttpMethod.Delete, "/v3/smtp/blockedContacts/rui%40example.com")).Error
        );
        Assert.Equal(1, Count(await sandbox.GetAsync("/v3/smtp/blockedContacts")));
    }

    [Fact]
    public async Task Path_UnknownOrWithAnotherMethod_IsRefusedAsBrevoDoes()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        Assert.Equal(
            (404, "document_not_found", "The sandbox has no such path"),
            (await sandbox.GetAsync("/v3/contacts")).Error
        );
        Assert.Equal(
            (405, "method_not_allowed", "GET Method is not allowed on this path"),
            (await sandbox.GetAsync("/v3/smtp/email")).Error
        );
        Assert.Equal(
            (405, "method_not_allowed", "POST Method is not allowed on this path"),
            (await sandbox.PostAsync("/v3/account", "{}")).Error
        );
    }

    private static int Count(RunningSandbox.Answer answer) => answer.Json.GetProperty("count").GetInt32();
}
