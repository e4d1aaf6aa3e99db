using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using MailDispatcher.Sandbox.Settings;
using MailDispatcher.Settings;
using MailDispatcher.TestKit;

namespace MailDispatcher.Sandbox.Tests;

public sealed partial class ProgramTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Program_StartsServesAndEndsOnSigterm()
    {
        await using var program = ProgramUnderTest.Start(
            "sandbox",
            ["--port", "0", "--credits", "7"],
            Settings(("Sandbox__Credits", "9"), ("Sandbox__Plan", "payAsYouGo"))
        );
        var line = await program.WaitForLineAsync(
            l => l.StartsWith("Sandbox listens on ", StringComparison.Ordinal),
            cancellationToken: Cancel
        );
        Assert.Matches(
            @"^Sandbox listens on http://127\.0\.0\.1:\d+ \(API http://127\.0\.0\.1:\d+/v3, plan PayAsYouGo, 7 credits, sends nothing\)$",
            line
        );
        using var client = new HttpClient { BaseAddress = new Uri(Address().Match(line).Value) };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health", Cancel)).StatusCode);
        Assert.Equal(0, await program.TerminateAsync());
    }

    [Fact]
    public async Task Program_WithAClientThatWaits_StillEndsOnSigterm()
    {
        await using var program = ProgramUnderTest.Start("sandbox", ["--port", "0"]);
        var line = await program.WaitForLineAsync(
            l => l.StartsWith("Sandbox listens on ", StringComparison.Ordinal),
            cancellationToken: Cancel
        );
        using var client = new HttpClient { BaseAddress = new Uri(Address().Match(line).Value) };
        using var slow = new StringContent("""[{"path":"/v3/account","delayMs":600000}]""");
        await client.PutAsync("/sandbox/faults", slow, Cancel);
        var waiting = client.GetAsync("/v3/account", Cancel);
        await Eventually.TrueAsync(
            async () => await client.GetStringAsync("/sandbox/calls", Cancel) != "[]",
            "the call arrives",
            cancellationToken: Cancel
        );
        Assert.Equal(0, await program.TerminateAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, (await waiting).StatusCode);
    }

    [Fact]
    public async Task Program_OnAFastClock_GivesTheNextDaysCredits()
    {
        await using var program = ProgramUnderTest.Start(
            "sandbox",
            ["--port", "0"],
            Settings(
                ("Clock__Speed", "20000"),
                ("Clock__Start", "2026-11-21T00:00:00-03:00"),
                ("Clock__Origin", TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture))
            )
        );
        var line = await program.WaitForLineAsync(
            l => l.StartsWith("Sandbox listens on ", StringComparison.Ordinal),
            cancellationToken: Cancel
        );
        using var client = new HttpClient { BaseAddress = new Uri(Address().Match(line).Value) };
        using var none = new StringContent("""{"remaining":0}""");
        await client.PutAsync("/sandbox/credits", none, Cancel);
        await Eventually.TrueAsync(
            async () =>
                await client.GetStringAsync("/sandbox/credits", Cancel) == """{"remaining":300,"plan":"free"}""",
            "midnight comes",
            cancellationToken: Cancel
        );
    }

    [Theory]
    [InlineData("Sandbox__Credits", "many", "Sandbox__Credits: 'many' is not mails, 0 to ")]
    [InlineData("Sandbox__Port", "70000", "port, 0 to 65535")]
    [InlineData("Sandbox__Zone", "America/Nowhere", "Sandbox__Zone: 'America/Nowhere' is not known here")]
    [InlineData("Sandbox__Plan", "gold", "'gold' is not Free, PayAsYouGo, Subscription or Unlimited")]
    [InlineData("Sandbox__Listen", "everywhere", "Sandbox__Listen: 'everywhere' is not an IP address")]
    [InlineData("Clock__Speed", "10", "Clock__Origin")]
    public async Task Program_WithABadSetting_SaysWhichAndEnds(string variable, string value, string reason)
    {
        await using var program = await ProgramUnderTest.RunAsync("sandbox", [], Settings((variable, value)));
        Assert.Equal(1, await program.WaitForExitAsync(cancellationToken: Cancel));
        Assert.Contains(reason, program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_OnATakenPort_SaysSoAndEnds()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var port = sandbox.Server.Page.Port.ToString(CultureInfo.InvariantCulture);
        await using var program = await ProgramUnderTest.RunAsync("sandbox", ["--port", port]);
        Assert.Equal(1, await program.WaitForExitAsync(cancellationToken: Cancel));
        Assert.Contains($"The sandbox can't listen on 127.0.0.1:{port}", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void SettingNames_HoldEachThatTheSandboxReads() =>
        Assert.Empty(SandboxSettings.Describe().Select(setting => setting.Name).Except(SettingNames.All));

    [Fact]
    public async Task Program_Help_NamesEachSettingAndItsVariable()
    {
        await using var program = await ProgramUnderTest.RunAsync("sandbox", ["--help"]);
        Assert.Equal(0, await program.WaitForExitAsync(cancellationToken: Cancel));
        foreach (
            var name in (string[])
                ["--port", "Sandbox__Port", "--rate-limit-scale", "Sandbox__RateLimitScale", "Clock__Speed"]
        )
            Assert.Contains(name, program.Output, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> Settings(params (string Name, string Value)[] settings) =>
        settings.ToDictionary(s => s.Name, s => (string?)s.Value);

    [GeneratedRegex(@"http://[\d.]+:\d+")]
    private static partial Regex Address();
}
