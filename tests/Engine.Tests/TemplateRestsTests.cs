using MailDispatcher.Core.Journal;
using static MailDispatcher.Engine.Tests.EngineUnderTest;

namespace MailDispatcher.Engine.Tests;

/// <summary>A template that the provider can't send rests alone, and goes on by itself.</summary>
public sealed class TemplateRestsTests
{
    private const int Bad = 9;
    private const int BadMails = 101;

    [Fact]
    public async Task InactiveTemplate_WithAHundredMails_RestsAloneAndGoesOnByItself()
    {
        await using var engine = Resting();
        engine.Lead();
        await engine.RestAsync();
        Assert.Equal(20, engine.Provider.Taken.Count);
        Assert.Equal(1, engine.Provider.CallsForInactive);
        Assert.Equal(Bad, Assert.Single(engine.Loop.View!.RestingTemplates).Template);

        await engine.PassAsync(TimeSpan.FromSeconds(150));
        Assert.InRange(engine.Provider.CallsForInactive, 2, 3);
        for (var minute = 0; minute < 60; minute++)
            await engine.PassAsync(TimeSpan.FromMinutes(1));
        Assert.InRange(engine.Provider.CallsForInactive, 5, 9);
        Assert.Empty(engine.Broker.Parked);
        Assert.Equal(BadMails, engine.Loop.View!.Waiting.Count);

        engine.Provider.Inactive.Clear();
        for (var minute = 0; minute < 16; minute++)
            await engine.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(20 + BadMails, engine.Provider.Taken.Count);
        Assert.Empty(engine.Loop.View!.RestingTemplates);
        Assert.Empty(engine.Fold().Dispatcher.RestingTemplates);
        Assert.Equal(0, engine.Broker.Ready);
    }

    [Fact]
    public async Task RestingTemplate_ThatTheProviderCallsUsableAgain_GoesOnAtOnce()
    {
        await using var engine = Resting();
        engine.Lead();
        await engine.RestAsync();
        for (var minute = 0; minute < 8; minute++)
            await engine.PassAsync(TimeSpan.FromMinutes(1));
        var calls = engine.Provider.CallsForInactive;
        var next = Assert.Single(engine.Loop.View!.RestingTemplates).ProbeAt;

        // It says so too soon: one mail tries, and the others wait on.
        engine.Loop.TemplateMended(Bad);
        await engine.RestAsync();
        Assert.Equal(calls + 1, engine.Provider.CallsForInactive);
        Assert.Single(engine.Loop.View!.RestingTemplates);

        engine.Provider.Inactive.Clear();
        engine.Loop.TemplateMended(Bad);
        await engine.RestAsync();
        Assert.True(engine.Time.GetUtcNow() < next, $"{engine.Time.GetUtcNow()} is past {next}");
        Assert.Equal(20 + BadMails, engine.Provider.Taken.Count);
        Assert.Empty(engine.Loop.View!.RestingTemplates);
    }

    [Fact]
    public async Task Restart_WhileATemplateRests_CallsNoSooner()
    {
        await using var engine = Resting();
        engine.Lead();
        await engine.RestAsync();
        await engine.PassAsync(TimeSpan.FromMinutes(2));
        var calls = engine.Provider.CallsForInactive;
        await engine.StopAsync();
        engine.Lead();
        await engine.RestAsync();
        Assert.Equal(calls, engine.Provider.CallsForInactive);
    }

    [Fact]
    public async Task HourlyRun_WithARestingTemplateMostUrgent_GivesItsPlacesToOthers()
    {
        await using var engine = Resting(decidesAlways: false);
        engine.Lead();
        await engine.RestAsync();
        engine.Due.Post(new RunRequest(RunKind.Hourly, engine.Time.GetUtcNow(), Start.AddHours(1)));
        await engine.RestAsync();
        Assert.Equal(1, engine.Provider.CallsForInactive);
        Assert.Equal(11, engine.Provider.Taken.Count);

        engine.Provider.Inactive.Clear();
        engine.Time.Advance(TimeSpan.FromHours(1));
        engine.Due.Post(new RunRequest(RunKind.Hourly, engine.Time.GetUtcNow(), engine.Time.GetUtcNow().AddHours(1)));
        await engine.RestAsync();
        Assert.Equal(23, engine.Provider.Taken.Count);
        Assert.Empty(engine.Loop.View!.RestingTemplates);
    }

    [Fact]
    public async Task MailWhoseOwnFaultItIs_WhileOthersOfItsTemplateAreTaken_IsParked()
    {
        await using var engine = new EngineUnderTest();
        engine.Provider.BadMails.Add(IdOf(1));
        for (var n = 1; n <= 10; n++)
            engine.Publish(Request(IdOf(n), Start.AddHours(2 + n / 100.0), template: 11));
        engine.Lead();
        await engine.RestAsync();
        Assert.Empty(engine.Provider.Taken);
        for (var minute = 0; minute < 10; minute++)
            await engine.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(9, engine.Provider.Taken.Count);
        Assert.Equal(IdOf(1), Assert.Single(engine.Broker.Parked).Note.Mail);
        Assert.Equal(Settlement.Parked, engine.Fold().Find(IdOf(1))?.Settled);
    }

    private static EngineUnderTest Resting(bool decidesAlways = true)
    {
        var engine = new EngineUnderTest(decidesAlways: decidesAlways);
        engine.Provider.Credits = decidesAlways ? null : 300;
        engine.Provider.Inactive.Add(Bad);
        for (var n = 1; n <= BadMails; n++)
            engine.Publish(Request(IdOf(n), Start.AddHours(5), template: Bad));
        for (var n = 1; n <= 20; n++)
            engine.Publish(Request(IdOf(1000 + n), Start.AddHours(6), template: 11));
        return engine;
    }
}
