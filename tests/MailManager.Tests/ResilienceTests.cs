using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Http;
using MailDispatcher.MailManager.Tests.Peers;
using MailDispatcher.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace MailDispatcher.MailManager.Tests;

/// <summary>What is repeated, and when a failing provider is left alone.</summary>
public sealed class ResilienceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly ScriptedAnswer Account = new(
        200,
        """{"plan":[{"type":"free","credits":250,"creditsType":"sendLimit"}]}"""
    );

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_WhereNobodyListensYet_ReachesTheProviderThatStartsMeanwhile()
    {
        var port = FreePort.Next();
        var time = new HeldTimers();
        await using var program = new ProgramWithProvider($"http://127.0.0.1:{port}/v3", time);
        var sending = program.Provider.SendAsync(Mails.Any(), Token);
        await time.Waiting.WaitAsync(Eventually.Patience, Token);
        await using var peer = await ScriptedProvider.StartAtAsync(port);
        time.Release();
        Assert.IsType<SendOutcome.Accepted>(await sending);
        Assert.Single(peer.Calls);
    }

    [Fact]
    public async Task Send_WhereNobodyListens_EndsInTimeWithAllItsTries()
    {
        var time = new HeldTimers();
        await using var program = new ProgramWithProvider(
            $"http://127.0.0.1:{FreePort.Next()}/v3",
            time,
            o => o with { Timeout = TimeSpan.FromSeconds(0.5) }
        );
        var outcome = Assert.IsType<SendOutcome.NotTaken>(
            await program.Provider.SendAsync(Mails.Any(), Token).WaitAsync(Eventually.Patience, Token)
        );
        Assert.Contains("refused", outcome.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.Null(outcome.Until);
        Assert.True(time.Waiting.IsCompleted);
    }

    [Fact]
    public async Task Reading_NotAnsweredInTime_EndsThen()
    {
        await using var peer = RawPeer.Hanging();
        await using var program = new ProgramWithProvider(
            peer.Url,
            null,
            o => o with { Timeout = TimeSpan.FromSeconds(0.5) }
        );
        var reading = Assert.IsType<CreditsReading.Unknown>(await program.Provider.ReadCreditsAsync(Token));
        Assert.Contains("no answer within 0.5 s", reading.Reason, StringComparison.Ordinal);
        Assert.Equal(1, peer.Requests);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Reading_AnsweredByAPassingFault_IsRepeated(int status)
    {
        await using var peer = await ScriptedProvider.StartAsync(
            new ScriptedAnswer(status),
            new ScriptedAnswer(status),
            Account
        );
        await using var program = new ProgramWithProvider(peer.Url);
        Assert.Equal(new CreditsReading.Daily(250), await program.Provider.ReadCreditsAsync(Token));
        Assert.Equal(3, peer.Calls.Count);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(429)]
    public async Task Reading_Refused_IsNotRepeated(int status)
    {
        await using var peer = await ScriptedProvider.StartAsync(new ScriptedAnswer(status), Account);
        await using var program = new ProgramWithProvider(peer.Url);
        Assert.IsType<CreditsReading.Unknown>(await program.Provider.ReadCreditsAsync(Token));
        Assert.Single(peer.Calls);
    }

    [Fact]
    public async Task Breaker_OfAProviderThatKeepsFailing_OpensAndClosesAgain()
    {
        var clock = new FakeTimeProvider(Now);
        await using var peer = await ScriptedProvider.StartAsync(new ScriptedAnswer(500));
        await using var program = new ProgramWithProvider(peer.Url, clock);
        for (var i = 0; i < CallResilience.FailuresToOpen; i++)
            Assert.IsType<SendOutcome.Uncertain>(await program.Provider.SendAsync(Mails.Any(), Token));

        var outcome = Assert.IsType<SendOutcome.NotTaken>(await program.Provider.SendAsync(Mails.Any(), Token));
        Assert.Equal(Now + CallResilience.Break, outcome.Until);
        Assert.Contains(
            "(last: 500); the breaker is open until 2026-11-21 12:00:30Z",
            outcome.Reason,
            StringComparison.Ordinal
        );
        Assert.Contains("no mails for 30 s", program.Log.Text, StringComparison.Ordinal);
        Assert.Equal(CallResilience.FailuresToOpen, peer.Calls.Count);

        peer.Answer(ScriptedAnswer.Accepted);
        clock.Advance(CallResilience.Break);
        Assert.IsType<SendOutcome.Accepted>(await program.Provider.SendAsync(Mails.Any(), Token));
        Assert.IsType<SendOutcome.Accepted>(await program.Provider.SendAsync(Mails.Any(), Token));
        Assert.Contains("mails go on", program.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Breaker_TriedTooEarly_OpensAgainAfterOneCall()
    {
        var clock = new FakeTimeProvider(Now);
        await using var peer = await ScriptedProvider.StartAsync(new ScriptedAnswer(503));
        await using var program = new ProgramWithProvider(peer.Url, clock);
        for (var i = 0; i < CallResilience.FailuresToOpen; i++)
            await program.Provider.SendAsync(Mails.Any(), Token);
        clock.Advance(CallResilience.Break);
        for (var i = 0; i < 3; i++)
            Assert.IsType<SendOutcome.NotTaken>(await program.Provider.SendAsync(Mails.Any(), Token));
        Assert.Equal(CallResilience.FailuresToOpen + 1, peer.Calls.Count);
    }

    [Fact]
    public async Task Breaker_OfRefusals_StaysClosed()
    {
        await using var peer = await ScriptedProvider.StartAsync(
            ScriptedAnswer.Error(400, "invalid_parameter", "no"),
            new ScriptedAnswer(401),
            new ScriptedAnswer(402),
            new ScriptedAnswer(429)
        );
        await using var program = new ProgramWithProvider(peer.Url);
        for (var i = 0; i < 20; i++)
            await program.Provider.SendAsync(Mails.Any(), Token);
        Assert.Equal(20, peer.Calls.Count);
    }

    [Fact]
    public async Task Breaker_OfReadings_StopsNoMail()
    {
        await using var peer = await ScriptedProvider.StartAsync(new ScriptedAnswer(500));
        await using var program = new ProgramWithProvider(peer.Url);
        for (var i = 0; i < CallResilience.FailuresToOpen; i++)
            await program.Provider.ReadCreditsAsync(Token);
        var reading = Assert.IsType<CreditsReading.Unknown>(await program.Provider.ReadCreditsAsync(Token));
        Assert.Contains("breaker", reading.Reason, StringComparison.Ordinal);
        peer.Answer(ScriptedAnswer.Accepted);
        Assert.IsType<SendOutcome.Accepted>(await program.Provider.SendAsync(Mails.Any(), Token));
    }

    [Theory]
    [InlineData(429, "120", null, 120)]
    [InlineData(429, "7200", null, 3600)]
    [InlineData(200, "1800", "0", 1800)]
    public async Task Readings_BeyondTheHourlyLimit_WaitForItsEnd(int status, string reset, string? left, int seconds)
    {
        var clock = new FakeTimeProvider(Now);
        var headers = new Dictionary<string, string> { ["x-sib-ratelimit-reset"] = reset };
        if (left is not null)
            headers["x-sib-ratelimit-remaining"] = left;
        await using var peer = await ScriptedProvider.StartAsync(
            Account with
            {
                Status = status,
                Headers = headers,
            },
            Account
        );
        await using var program = new ProgramWithProvider(peer.Url, clock);
        await program.Provider.ReadCreditsAsync(Token);
        var reading = Assert.IsType<CreditsReading.Unknown>(await program.Provider.ReadCreditsAsync(Token));
        Assert.Contains($"before {Now.AddSeconds(seconds):u}", reading.Reason, StringComparison.Ordinal);
        Assert.Single(peer.Calls);

        // The event log has a limit of its own.
        Assert.IsType<EventLogAnswer.NotFound>(await program.Provider.FindAsync(Guid.NewGuid(), Now, Token));
        clock.Advance(TimeSpan.FromSeconds(seconds));
        Assert.IsType<CreditsReading.Daily>(await program.Provider.ReadCreditsAsync(Token));
    }
}
