using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Tests.Peers;

namespace MailDispatcher.MailManager.Tests;

/// <summary>What the account's plan says of the credits, and that nothing unknown becomes a number.</summary>
public sealed class CreditsTests
{
    private const string Sms = """{"type":"sms","credits":15,"creditsType":"sendLimit"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"type":"free","credits":250,"creditsType":"sendLimit"}""", 250)]
    [InlineData("""{"type":"free","credits":250.9,"creditsType":"sendLimit"}""", 250)]
    [InlineData("""{"type":"FREE","credits":"250"}""", 250)]
    [InlineData("""{"type":"free","credits":0}""", 0)]
    [InlineData("""{"type":"free","credits":-3}""", 0)]
    [InlineData("""{"type":"free","credits":1e12}""", int.MaxValue)]
    [InlineData("""{"type":"free","credits":7},{"type":"free","credits":5}""", 5)]
    [InlineData("""{"type":"free","credits":7},{"type":"payAsYouGo","credits":0}""", 7)]
    public async Task Credits_OfTheFreePlan_AreDaily(string rows, int remaining)
    {
        Assert.Equal(new CreditsReading.Daily(remaining), await ReadPlanAsync($"{Sms},{rows}"));
        Assert.Equal(new CreditsReading.Daily(remaining), await ReadPlanAsync($"{rows},{Sms}"));
    }

    [Theory]
    [InlineData("""{"type":"payAsYouGo","credits":4200,"creditsType":"sendLimit"}""", 4200)]
    [InlineData(
        """{"type":"subscription","credits":19000.5,"creditsType":"sendLimit","startDate":"1751234567","endDate":"2026-12-01"}""",
        19000
    )]
    [InlineData("""{"type":"subscription","credits":100},{"type":"payAsYouGo","credits":20}""", 120)]
    [InlineData("""{"type":"subscription","credits":100},{"type":"free","credits":300}""", 100)]
    [InlineData("""{"type":"subscription","credits":-100}""", 0)]
    [InlineData(
        """{"type":"subscription","credits":5},{"type":"subscription","credits":3,"creditsType":"userLimit"}""",
        5
    )]
    public async Task Credits_OfAPaidPlan_AreABalance(string rows, int remaining) =>
        Assert.Equal(new CreditsReading.Balance(remaining), await ReadPlanAsync($"{Sms},{rows}"));

    [Theory]
    [InlineData("""{"type":"unlimited"}""")]
    [InlineData("""{"type":"subscriptionUnlimited","credits":null,"creditsType":"sendLimit"}""")]
    public async Task Credits_OfAPlanThatCountsNone_AreUnlimited(string rows) =>
        Assert.Equal(new CreditsReading.Unlimited(), await ReadPlanAsync($"{Sms},{rows}"));

    [Theory]
    [InlineData("")]
    [InlineData(Sms)]
    [InlineData("null")]
    [InlineData("""{"credits":300}""")]
    [InlineData("""{"type":"reseller","credits":300}""")]
    [InlineData("""{"type":"free"}""")]
    [InlineData("""{"type":"free","credits":null}""")]
    [InlineData("""{"type":"free","credits":"many"}""")]
    [InlineData("""{"type":"free","credits":"NaN"}""")]
    [InlineData("""{"type":"free","credits":1e999}""")]
    [InlineData("""{"type":"free","credits":{}}""")]
    [InlineData("""{"type":"free","credits":300,"creditsType":"userLimit"}""")]
    [InlineData("""{"type":"free","credits":300},{"type":"payAsYouGo"}""")]
    [InlineData("""{"type":7,"credits":300}""")]
    public async Task Credits_OfAnOddPlan_AreUnknown(string rows) =>
        Assert.NotEmpty(Assert.IsType<CreditsReading.Unknown>(await ReadPlanAsync(rows)).Reason);

    [Theory]
    [InlineData(200, "", "names no plan")]
    [InlineData(200, "{}", "names no plan")]
    [InlineData(200, "[]", "names no plan")]
    [InlineData(200, """{"plan":{}}""", "names no plan")]
    [InlineData(200, "<html>", "names no plan")]
    [InlineData(201, """{"plan":[{"type":"free","credits":300}]}""", "201")]
    [InlineData(401, """{"code":"unauthorized","message":"Key not found"}""", "401 unauthorized: Key not found")]
    [InlineData(403, "", "403")]
    [InlineData(302, "", "302")]
    [InlineData(429, "", "429")]
    [InlineData(500, "<html>", "500")]
    public async Task Credits_OfAnAnswerThatIsNone_AreUnknownAndSayWhy(int status, string body, string reason) =>
        Assert.Contains(
            reason,
            Assert.IsType<CreditsReading.Unknown>(await ReadAsync(new ScriptedAnswer(status, body))).Reason,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(401, true)]
    [InlineData(403, true)]
    [InlineData(404, false)]
    [InlineData(429, false)]
    [InlineData(500, false)]
    public async Task Credits_ThatAreRefused_SayWhetherTheAccountIsAtFault(int status, bool atFault) =>
        Assert.Equal(
            atFault,
            Assert.IsType<CreditsReading.Unknown>(await ReadAsync(new ScriptedAnswer(status, ""))).IsAccountFault
        );

    [Fact]
    public async Task Credits_OfAProviderThatHangsUp_AreUnknown()
    {
        await using var peer = RawPeer.ResettingAfterRequest();
        await using var program = new ProgramWithProvider(peer.Url);
        Assert.IsType<CreditsReading.Unknown>(await program.Provider.ReadCreditsAsync(Token));
        Assert.Equal(3, peer.Requests);
    }

    [Fact]
    public async Task Credits_OfAnAnswerThatBreaksOff_AreUnknown()
    {
        await using var peer = RawPeer.SendResult(
            "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"plan\":[{\"type\":\"free\",\"credits\":300}]"
        );
        await using var program = new ProgramWithProvider(peer.Url);
        var reading = Assert.IsType<CreditsReading.Unknown>(await program.Provider.ReadCreditsAsync(Token));
        Assert.Contains("broke off", reading.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credits_OfAnEndlessAnswer_AreUnknown() =>
        Assert.IsType<CreditsReading.Unknown>(
            await ReadAsync(new ScriptedAnswer(200, new string(' ', 3_000_000) + "{}"))
        );

    [Fact]
    public async Task Credits_AreReadFromTheAccount()
    {
        await using var peer = await ScriptedProvider.StartAsync();
        await using var program = new ProgramWithProvider(peer.Url);
        await program.Provider.ReadCreditsAsync(Token);
        Assert.Equal(("GET", "/v3/account"), (peer.Calls[0].Method, peer.Calls[0].Path));
        Assert.Equal(ProgramWithProvider.Key, peer.Calls[0].Headers["api-key"]);
    }

    private static Task<CreditsReading> ReadPlanAsync(string rows) =>
        ReadAsync(new ScriptedAnswer(200, $$"""{"plan":[{{rows}}]}"""));

    private static async Task<CreditsReading> ReadAsync(ScriptedAnswer answer)
    {
        await using var peer = await ScriptedProvider.StartAsync(answer);
        await using var program = new ProgramWithProvider(peer.Url);
        return await program.Provider.ReadCreditsAsync(Token);
    }
}
