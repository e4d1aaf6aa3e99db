using System.Net;
using System.Text.Json;
using MailDispatcher.Sandbox.Credits;

namespace MailDispatcher.Sandbox.Tests;

public sealed class AccountTests
{
    [Fact]
    public async Task Account_FreePlan_HasTheShapeOfBrevosExample()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var account = (await sandbox.GetAsync("/v3/account")).Json;
        Assert.Equal(
            [
                "organization_id",
                "user_id",
                "enterprise",
                "address",
                "companyName",
                "email",
                "firstName",
                "lastName",
                "dateTimePreferences",
                "marketingAutomation",
                "plan",
                "planVerticals",
                "relay",
            ],
            account.EnumerateObject().Select(p => p.Name)
        );
        Assert.Equal(
            """[{"credits":300,"creditsType":"sendLimit","type":"free"},{"credits":15,"creditsType":"sendLimit","type":"sms"}]""",
            account.GetProperty("plan").GetRawText()
        );
        Assert.True(account.GetProperty("relay").GetProperty("enabled").GetBoolean());
        Assert.Equal("300", account.GetProperty("planVerticals")[0].GetProperty("credits").GetString());
        Assert.Equal("America/Recife", account.GetProperty("dateTimePreferences").GetProperty("timezone").GetString());
    }

    [Theory]
    [InlineData("payAsYouGo", """{"credits":41,"creditsType":"sendLimit","type":"payAsYouGo"}""")]
    [InlineData(
        "subscription",
        """{"credits":41,"creditsType":"sendLimit","startDate":"1793491200","endDate":"1796083200","type":"subscription"}"""
    )]
    [InlineData("unlimited", """{"creditsType":"sendLimit","type":"unlimited"}""")]
    public async Task Account_OtherPlans_ShowTheirRow(string plan, string row)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await sandbox.PutAsync("/sandbox/credits", new { remaining = 42, plan })).Status
        );
        Assert.Equal(HttpStatusCode.Created, (await sandbox.SendAsync()).Status);
        Assert.Equal(row, (await sandbox.GetAsync("/v3/account")).Json.GetProperty("plan")[0].GetRawText());
    }

    [Fact]
    public async Task Credits_FreePlan_ComeBackAtMidnightOfTheZone()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new() { Credits = 2 });
        await sandbox.SendAsync();
        await sandbox.SendAsync();
        Assert.Equal(HttpStatusCode.PaymentRequired, (await sandbox.SendAsync()).Status);
        // 09:00 in Recife; the day of UTC ends three hours before that of the zone.
        sandbox.Clock.Advance(TimeSpan.FromHours(15) - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.PaymentRequired, (await sandbox.SendAsync()).Status);
        sandbox.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, Remaining((await sandbox.GetAsync("/v3/account")).Json));
        await sandbox.SendAsync();
        sandbox.Clock.Advance(TimeSpan.FromDays(9));
        Assert.Equal(2, Remaining((await sandbox.GetAsync("/v3/account")).Json));
    }

    [Fact]
    public async Task Credits_PaidPlan_DoNotComeBack()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new() { Plan = Plan.PayAsYouGo, Credits = 5 });
        await sandbox.SendAsync();
        sandbox.Clock.Advance(TimeSpan.FromDays(40));
        Assert.Equal(new CreditStanding(4, Plan.PayAsYouGo), sandbox.State.Credits.Read());
    }

    [Fact]
    public async Task Credits_UnlimitedPlan_AreNotCounted()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new() { Plan = Plan.Unlimited, Credits = 0 });
        Assert.Equal(HttpStatusCode.Created, (await sandbox.SendAsync()).Status);
    }

    [Fact]
    public async Task Credits_SetByTheControlApi_CountForTodayOnly()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.PutAsync("/sandbox/credits", new { remaining = 7 });
        Assert.Equal("""{"remaining":7,"plan":"free"}""", (await sandbox.GetAsync("/sandbox/credits")).Text);
        sandbox.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("""{"remaining":300,"plan":"free"}""", (await sandbox.GetAsync("/sandbox/credits")).Text);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await sandbox.PutAsync("/sandbox/credits", new { remaining = -1 })).Status
        );
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await sandbox.PutAsync("/sandbox/credits", new { plan = "gold" })).Status
        );
        Assert.Equal(HttpStatusCode.BadRequest, (await sandbox.PutAsync("/sandbox/credits", new { plan = 7 })).Status);
    }

    [Theory]
    [InlineData(null, "authentication not found in headers")]
    [InlineData("", "authentication not found in headers")]
    [InlineData("xsmtpsib-0123456789abcdef", "Key not found")]
    [InlineData("secret", "Key not found")]
    public async Task Key_MissingOrOfAnotherKind_IsRefused(string? key, string message)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Client.DefaultRequestHeaders.Clear();
        if (key is not null)
            sandbox.Client.DefaultRequestHeaders.TryAddWithoutValidation("api-key", key);
        Assert.Equal((401, "unauthorized", message), (await sandbox.GetAsync("/v3/account")).Error);
        Assert.Equal((401, "unauthorized", message), (await sandbox.SendAsync()).Error);
        Assert.Equal((401, "unauthorized", message), (await sandbox.GetAsync("/v3/nowhere")).Error);
        Assert.Equal(0, sandbox.State.Mails.Count);
    }

    private static int Remaining(JsonElement account) =>
        account.GetProperty("plan")[0].GetProperty("credits").GetInt32();
}
