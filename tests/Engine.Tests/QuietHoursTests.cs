using static MailDispatcher.Engine.Tests.EngineUnderTest;

namespace MailDispatcher.Engine.Tests;

/// <summary>Mail of a template with quiet hours waits for the morning, whenever it came, and other mail goes on.</summary>
public sealed class QuietHoursTests
{
    private static readonly DateTimeOffset Evening = Start.AddHours(10);
    private static readonly DateTimeOffset Morning = Start.AddHours(19);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Mail_InQuietHours_WaitsUntilTheyEndUnlessItWouldMiss(bool decidesAlways)
    {
        await using var engine = new EngineUnderTest(decidesAlways: decidesAlways, quiet: "22:00-07:00");
        engine.Lead();
        await engine.RestAsync();
        await engine.PassAsync(Evening.AddHours(1) - engine.Time.GetUtcNow());
        engine.Publish(Request(IdOf(1), Morning.AddHours(5), template: Quieted));
        engine.Publish(Request(IdOf(2), Morning.AddHours(-2), template: Quieted));
        engine.Publish(Request(IdOf(3), Morning.AddHours(5)));
        await engine.RestAsync();
        await RunAsync(engine, decidesAlways);
        Assert.Equal([IdOf(2), IdOf(3)], engine.Provider.Taken.Select(t => t.Mail).Order());

        await engine.PassAsync(Morning.AddMinutes(1) - engine.Time.GetUtcNow());
        await RunAsync(engine, decidesAlways);
        Assert.Equal([IdOf(1), IdOf(2), IdOf(3)], engine.Provider.Taken.Select(t => t.Mail).Order());
    }

    [Fact]
    public async Task Mail_ThatWaitsForCreditsWhenTheQuietHoursBegin_WaitsForTheirEnd()
    {
        await using var engine = new EngineUnderTest(quiet: "22:00-07:00", allowance: "1/hour");
        engine.Lead();
        await engine.PassAsync(Evening.AddMinutes(-50) - engine.Time.GetUtcNow());
        engine.Publish(Request(IdOf(1), Evening.AddHours(2)));
        engine.Publish(Request(IdOf(2), Morning.AddHours(9), template: Quieted));
        await engine.RestAsync();
        Assert.Equal([IdOf(1)], engine.Provider.Taken.Select(t => t.Mail));

        await engine.PassAsync(Evening.AddHours(3) - engine.Time.GetUtcNow());
        Assert.Equal([IdOf(1)], engine.Provider.Taken.Select(t => t.Mail));
        // What an hour has left is spent before it ends.
        await engine.PassAsync(Morning.AddMinutes(58) - engine.Time.GetUtcNow());
        Assert.Equal([IdOf(1), IdOf(2)], engine.Provider.Taken.Select(t => t.Mail));
    }

    private static async Task RunAsync(EngineUnderTest engine, bool decidesAlways)
    {
        if (decidesAlways)
            return;
        var now = engine.Time.GetUtcNow();
        engine.Due.Post(new RunRequest(RunKind.Hourly, now, now.AddMinutes(50)));
        await engine.RestAsync();
    }
}
