using System.Net;

namespace MailDispatcher.Sandbox.Tests;

public sealed class RateLimitTests
{
    [Theory]
    [InlineData("/v3/account", 100)]
    [InlineData("/v3/senders", 100)]
    [InlineData("/v3/smtp/templates", 300)]
    [InlineData("/v3/smtp/statistics/events", 300)]
    public async Task Calls_BeyondTheHoursLimit_AreRefusedUntilTheHourEnds(string path, int limit)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var first = await sandbox.GetAsync(path);
        Assert.Equal((limit, limit - 1, 3600), Window(first));
        sandbox.Clock.Advance(TimeSpan.FromMinutes(59.5));
        for (var i = 1; i < limit; i++)
            Assert.Equal(HttpStatusCode.OK, (await sandbox.GetAsync(path)).Status);
        var refused = await sandbox.GetAsync(path);
        Assert.Equal((HttpStatusCode.TooManyRequests, (limit, 0, 30)), (refused.Status, Window(refused)));
        Assert.Equal("API rate limit exceeded", refused.Error.Message);
        // Another path's window is its own, and sending is not held up.
        Assert.Equal(HttpStatusCode.Created, (await sandbox.SendAsync()).Status);
        sandbox.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((limit, limit - 1, 3600), Window(await sandbox.GetAsync(path)));
    }

    [Fact]
    public async Task Calls_PerSecond_AreLimitedToo()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        const string Path = "/v3/smtp/emails?templateId=7";
        for (var i = 0; i < 2; i++)
            Assert.Equal(HttpStatusCode.OK, (await sandbox.GetAsync(Path)).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await sandbox.GetAsync(Path)).Status);
        sandbox.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await sandbox.GetAsync(Path)).Status);
        Assert.Equal((1000, 999, 1), Window(await sandbox.SendAsync()));
    }

    [Fact]
    public async Task Scale_ChangesTheLimitsOrSwitchesThemOff()
    {
        await using var few = await RunningSandbox.StartAsync(new() { RateLimitScale = 0.02 });
        Assert.Equal((2, 1, 3600), Window(await few.GetAsync("/v3/account")));
        await using var none = await RunningSandbox.StartAsync(new() { RateLimitScale = 0 });
        for (var i = 0; i < 101; i++)
            Assert.Equal(HttpStatusCode.OK, (await none.GetAsync("/v3/account")).Status);
        Assert.DoesNotContain("x-sib-ratelimit-limit", (await none.GetAsync("/v3/account")).Headers.Keys);
    }

    [Fact]
    public async Task Calls_WithoutAKey_AreNotCounted()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new() { RateLimitScale = 0.01 });
        using var stranger = new HttpClient { BaseAddress = sandbox.Server.Page };
        for (var i = 0; i < 3; i++)
            Assert.Equal(
                HttpStatusCode.Unauthorized,
                (await stranger.GetAsync("/v3/account", TestContext.Current.CancellationToken)).StatusCode
            );
        Assert.Equal(HttpStatusCode.OK, (await sandbox.GetAsync("/v3/account")).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await sandbox.GetAsync("/v3/account")).Status);
    }

    private static (int Limit, int Remaining, int Reset) Window(RunningSandbox.Answer answer) =>
        (
            int.Parse(answer.Headers["x-sib-ratelimit-limit"], null),
            int.Parse(answer.Headers["x-sib-ratelimit-remaining"], null),
            int.Parse(answer.Headers["x-sib-ratelimit-reset"], null)
        );
}
