using MailDispatcher.Sandbox.Mails;

namespace MailDispatcher.Sandbox.Tests;

public sealed class OutcomeRuleTests
{
    private const string Events = "/v3/smtp/statistics/events?sort=asc&email=";

    [Theory]
    [InlineData("HardBounced", "requests hardBounces", "hardBounce")]
    [InlineData("SoftBounced", "requests softBounces", null)]
    [InlineData("Complained", "requests delivered spam", "contactFlaggedAsSpam")]
    public async Task Mail_ToAnAddressOfAPattern_MeetsItsFateAndTheNextOneTheBlock(
        string outcome,
        string events,
        string? code
    )
    {
        await using var sandbox = await RunningSandbox.StartAsync(
            new() { Outcomes = [OutcomeRule.TryParse($"{outcome}=*@GONE.example")!] }
        );
        await SendAsync(sandbox, "rui@gone.example");
        await SendAsync(sandbox, "rui@here.example");
        sandbox.Clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(events, await NamesAsync(sandbox, "rui@gone.example"));
        Assert.Equal("requests delivered", await NamesAsync(sandbox, "rui@here.example"));
        Assert.Equal(code, sandbox.State.Blocked.All.SingleOrDefault()?.Code);

        await SendAsync(sandbox, "rui@gone.example");
        Assert.Equal(
            code is null ? DeliveryOutcome.SoftBounced : DeliveryOutcome.Blocked,
            sandbox.State.Mails.Snapshot()[^1].Deliveries.Single().Outcome
        );
    }

    [Theory]
    [InlineData("HardBounced")]
    [InlineData("HardBounced=")]
    [InlineData("Held=*")]
    [InlineData("7=*")]
    public void Parse_NoOutcomeOfAnAddress_IsRefused(string text) => Assert.Null(OutcomeRule.TryParse(text));

    private static async Task SendAsync(RunningSandbox sandbox, string email) =>
        await sandbox.SendAsync(("to", new[] { new { email } }));

    private static async Task<string> NamesAsync(RunningSandbox sandbox, string email) =>
        string.Join(
            ' ',
            (await sandbox.GetAsync(Events + email))
                .Json.GetProperty("events")
                .EnumerateArray()
                .Select(e => e.GetProperty("event").GetString())
        );
}
