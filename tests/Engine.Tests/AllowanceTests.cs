using MailDispatcher.Core.Journal;
using MailDispatcher.InMemory;
using static MailDispatcher.Engine.Tests.EngineUnderTest;

namespace MailDispatcher.Engine.Tests;

/// <summary>Whatever happens, no window of the allowance holds more mails than it allows.</summary>
public sealed class AllowanceTests
{
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(400);

    [Fact]
    public async Task HourAndDay_UnderAFloodWith64AtOnce_AreNeverExceededAndUsedInFull()
    {
        await using var engine = new EngineUnderTest(allowance: "10/hour 25/day");
        for (var n = 1; n <= 200; n++)
            engine.Publish(Request(IdOf(n), Start.AddHours(n <= 100 ? 11 : 35)));
        engine.Lead();
        await engine.RestAsync();
        Assert.Equal(10, engine.Provider.Taken.Count);
        var binding = WindowCredits.Binding(engine.Loop.View!.Windows)!;
        Assert.Equal(
            ("10/hour", 0, Start.AddHours(1)),
            (binding.Window.ToString(), binding.Left, binding.MoreAt!.Value)
        );

        await PassHoursAsync(engine, 3);
        Assert.Equal(25, engine.Provider.Taken.Count);
        Assert.Equal("25/day", WindowCredits.Binding(engine.Loop.View!.Windows)!.Window.ToString());
        await PassHoursAsync(engine, 30);
        CheckHours(engine, 10);
        CheckDays(engine, 25);
        Assert.Equal(50, engine.Provider.Taken.Count);
    }

    [Fact]
    public async Task Rolling_OverAnyLengthOfIt_HoldsNoMoreThanItAllows()
    {
        await using var engine = new EngineUnderTest(allowance: "7/3h");
        for (var n = 1; n <= 60; n++)
            engine.Publish(Request(IdOf(n), Start.AddHours(11.5)), published: Start);
        engine.Lead();
        for (var quarter = 0; quarter < 48; quarter++)
            await engine.PassAsync(TimeSpan.FromMinutes(15));

        var taken = AttemptsThatWereTaken(engine);
        Assert.InRange(taken.Count, 21, 28);
        Assert.All(taken, at => Assert.InRange(taken.Count(t => t > at - TimeSpan.FromHours(3) && t <= at), 1, 7));
    }

    [Theory]
    [InlineData(null, 50, 50)]
    [InlineData(null, 1000, 1000)]
    [InlineData("40/day", 50, 40)]
    [InlineData("40/day", 30, 30)]
    public async Task CreditsADay_FromTheSecondWholeDayOn_AreWhatTheProviderTold(string? allowance, int told, int most)
    {
        await using var engine = new EngineUnderTest(allowance: allowance);
        engine.Provider.Credits = told;
        engine.Lead();
        await engine.RestAsync();
        Assert.Equal(300, engine.Loop.View!.CreditsADay);
        await PassHoursAsync(engine, 48);
        Assert.Equal(most, engine.Loop.View!.CreditsADay);
    }

    [Fact]
    public async Task Restart_InTheMiddle_ForgetsNothing()
    {
        await using var engine = new EngineUnderTest(allowance: "10/hour 12/month");
        for (var n = 1; n <= 6; n++)
            engine.Publish(Request(IdOf(n), Start.AddHours(2)));
        engine.Lead();
        await engine.RestAsync();
        Assert.Equal(6, engine.Provider.Taken.Count);
        await engine.StopAsync();

        for (var n = 7; n <= 40; n++)
            engine.Publish(Request(IdOf(n), Start.AddHours(5)));
        engine.Lead();
        await engine.RestAsync();
        Assert.Equal(10, engine.Provider.Taken.Count);
        await engine.StopAsync();
        engine.Lead();
        await PassHoursAsync(engine, 3);
        Assert.Equal(12, engine.Provider.Taken.Count);
    }

    [Fact]
    public async Task HourlyRun_OfMoreThanAWindowAllows_SendsWhatItAllows()
    {
        await using var engine = new EngineUnderTest(decidesAlways: false, mailsPerHour: 12, allowance: "5/hour 8/day");
        engine.Provider.Credits = 300;
        for (var n = 1; n <= 40; n++)
            engine.Publish(Request(IdOf(n), Start.AddHours(50 - n)));
        engine.Lead();
        await engine.RestAsync();
        await RunAsync(engine, RunKind.Hourly);
        Assert.Equal(Enumerable.Range(36, 5).Select(IdOf), engine.Provider.Taken.Select(t => t.Mail).Order());
        await RunAsync(engine, RunKind.Manual);
        Assert.Equal(5, engine.Provider.Taken.Count);
        engine.Time.Advance(TimeSpan.FromHours(1));
        await RunAsync(engine, RunKind.EndOfDay);
        Assert.Equal(8, engine.Provider.Taken.Count);
    }

    [Fact]
    public async Task ProvidersReading_BelowTheDaysWindow_Holds()
    {
        await using var engine = new EngineUnderTest(allowance: "100/hour 300/day");
        engine.Provider.Credits = 4;
        for (var n = 1; n <= 40; n++)
            engine.Publish(Request(IdOf(n), Start.AddHours(5)));
        engine.Lead();
        await engine.RestAsync();
        Assert.Equal(4, engine.Provider.Taken.Count);
        Assert.Equal("300/day", WindowCredits.Binding(engine.Loop.View!.Windows)!.Window.ToString());
    }

    [Fact]
    public async Task DayOfTheProvider_ThatNoWindowNames_IsPlannedWith()
    {
        await using var engine = new EngineUnderTest(allowance: "100/hour");
        engine.Provider.Credits = 6;
        for (var n = 1; n <= 40; n++)
            engine.Publish(Request(IdOf(n), Start.AddHours(5)));
        engine.Lead();
        await engine.RestAsync();
        Assert.Equal(6, engine.Provider.Taken.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(501)]
    public async Task Schedules_DrawnAtRandom_ExceedNoWindow(int firstSeed)
    {
        for (var seed = firstSeed; seed < firstSeed + 25; seed++)
        {
            try
            {
                await PlayAsync(seed);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"The schedule of seed {seed} broke a promise: {e.Message}", e);
            }
        }
    }

    private static async Task PlayAsync(int seed)
    {
        var random = new Random(seed);
        await using var engine = new EngineUnderTest(seed, allowance: "9/hour 30/day 13/100m");
        engine.Provider.Trouble = 0.3;
        // The clock may be moved by a whole step between an attempt and the provider's own work; no real call is so
        // late that its key, alive when it began, is not alive any more.
        engine.Provider.KeyLife += LongestStep;
        for (var n = 1; n <= 120; n++)
            engine.Publish(
                Request(IdOf(n), Start.AddHours(random.Next(3, 60))),
                published: Start.AddMinutes(-random.Next(60))
            );
        for (var session = 0; session < 6; session++)
        {
            engine.Lead();
            var appends = random.Next(2, 30);
            engine.Session.Fault = _ => --appends > 0 ? AppendFault.None : (AppendFault)random.Next(3);
            for (var step = 0; step < 25 && !engine.HasEnded; step++)
            {
                engine.Time.Advance(TimeSpan.FromSeconds(random.Next(1, (int)LongestStep.TotalSeconds)));
                await Task.Delay(1);
                await engine.CallsEndedAsync();
            }

            engine.Session.End();
            await engine.EndedAsync();
        }

        var mails = engine.Provider.Taken.Select(t => t.Mail).ToList();
        Assert.Equal(mails.Distinct(), mails);
        CheckHours(engine, 9);
        CheckDays(engine, 30);
        var taken = AttemptsThatWereTaken(engine);
        var length = TimeSpan.FromMinutes(100);
        Assert.All(taken, at => Assert.InRange(taken.Count(t => t > at - length && t <= at), 1, 13));
    }

    private static async Task RunAsync(EngineUnderTest engine, RunKind kind)
    {
        engine.Due.Post(new RunRequest(kind, engine.Time.GetUtcNow(), engine.Time.GetUtcNow().AddHours(1)));
        await engine.RestAsync();
    }

    private static async Task PassHoursAsync(EngineUnderTest engine, int hours)
    {
        for (var quarter = 0; quarter < hours * 4; quarter++)
            await engine.PassAsync(TimeSpan.FromMinutes(15));
    }

    // A mail counts where its attempt does: the clock may be moved between the attempt and the provider's own work.
    private static List<DateTimeOffset> AttemptsThatWereTaken(EngineUnderTest engine)
    {
        var attempts = engine.Broker.Journal.OfType<JournalEvent.Attempted>().ToLookup(a => a.Mail, a => a.At);
        return [.. engine.Provider.Taken.Select(t => attempts[t.Mail].Where(at => at <= t.At).Max())];
    }

    private static void CheckHours(EngineUnderTest engine, int most) =>
        Assert.All(
            AttemptsThatWereTaken(engine).GroupBy(at => at.Date.AddHours(at.Hour)),
            hour => Assert.InRange(hour.Count(), 1, most)
        );

    private static void CheckDays(EngineUnderTest engine, int most) =>
        Assert.All(AttemptsThatWereTaken(engine).GroupBy(at => at.Date), day => Assert.InRange(day.Count(), 1, most));
}
