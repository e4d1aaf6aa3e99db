using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Tests.Peers;
using Microsoft.Extensions.Time.Testing;

namespace MailDispatcher.MailManager.Tests;

/// <summary>Whether a mail went out, asked from the provider's event log.</summary>
public sealed class RecentEventsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 23, 30, 0, TimeSpan.FromHours(-3));
    private static readonly Guid Id = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");
    private static readonly ScriptedAnswer None = new(200, """{"events":[]}""");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Find_AsksByTagWithADayMoreOnEachSide()
    {
        await using var peer = await ScriptedProvider.StartAsync(None);
        await FindAsync(peer, Now.AddHours(-5));
        var call = Assert.Single(peer.Calls);
        Assert.Equal(("GET", "/v3/smtp/statistics/events"), (call.Method, call.Path));
        Assert.Contains($"tags=%5B%22{Id}%22%5D", call.Query, StringComparison.Ordinal);
        // In UTC it is the 22nd already, and the attempt was on the 21st.
        Assert.Contains("startDate=2026-11-20&endDate=2026-11-23", call.Query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"event":"requests","messageId":"<1@relay>","tag":"0f8fad5b-d9cb-469f-a165-70867728950e"}""",
        "<1@relay>"
    )]
    [InlineData(
        """{"event":"requests","messageId":"<1@relay>","tag":"[\"0f8fad5b-d9cb-469f-a165-70867728950e\"]"}""",
        "<1@relay>"
    )]
    [InlineData(
        """{"event":"requests","messageId":"<1@relay>","tag":["0F8FAD5B-D9CB-469F-A165-70867728950E"]}""",
        "<1@relay>"
    )]
    [InlineData("""{"event":"blocked","messageId":"<1@relay>"}""", "<1@relay>")]
    [InlineData("""{"event":"error","reason":"no sender"}""", null)]
    [InlineData("""{"event":"requests"},{"event":"delivered","messageId":"<1@relay>"}""", "<1@relay>")]
    public async Task Find_OfAnyEventOfTheMail_IsFound(string events, string? messageId) =>
        Assert.Equal(
            new EventLogAnswer.Found(messageId),
            await AskAsync(new ScriptedAnswer(200, $$"""{"events":[{{events}}]}"""))
        );

    [Theory]
    [InlineData("""{"events":[]}""")]
    [InlineData("{}")]
    [InlineData("""{"events":null}""")]
    [InlineData("""{"events":[{"event":"requests","messageId":"<9@relay>","tag":"another-mail"}]}""")]
    public async Task Find_OfNoEventOfTheMail_IsNotFound(string body) =>
        Assert.Equal(new EventLogAnswer.NotFound(), await AskAsync(new ScriptedAnswer(200, body)));

    [Theory]
    [InlineData(200, "")]
    [InlineData(200, "null")]
    [InlineData(200, "[]")]
    [InlineData(200, "<html>")]
    [InlineData(200, """{"events":"none"}""")]
    [InlineData(204, "")]
    [InlineData(401, "{}")]
    [InlineData(404, "")]
    [InlineData(429, "")]
    [InlineData(500, """{"events":[]}""")]
    public async Task Find_OfAnAnswerThatIsNone_IsUnknown(int status, string body)
    {
        // The clock stands still, and so do the pauses between the tries: only the time-out ends those of a fault.
        var answer = await AskAsync(new ScriptedAnswer(status, body), timeout: status >= 500 ? 1 : 15);
        var unknown = Assert.IsType<EventLogAnswer.Unknown>(answer);
        Assert.NotEmpty(unknown.Reason);
        Assert.Equal(status is >= 400 and < 500, unknown.IsRefusal);
    }

    [Fact]
    public async Task Find_AnsweredByAPageOfOtherMails_IsUnknown()
    {
        var others = string.Join(',', Enumerable.Repeat("""{"event":"requests","tag":"another-mail"}""", 100));
        Assert.IsType<EventLogAnswer.Unknown>(await AskAsync(new ScriptedAnswer(200, $$"""{"events":[{{others}}]}""")));
    }

    [Fact]
    public async Task Find_WhoseDatesAreRefused_AsksForTheLast30Days()
    {
        await using var peer = await ScriptedProvider.StartAsync(
            ScriptedAnswer.Error(400, "invalid_parameter", "End date should not be in the future"),
            new ScriptedAnswer(200, """{"events":[{"event":"requests","messageId":"<1@relay>"}]}""")
        );
        Assert.Equal(new EventLogAnswer.Found("<1@relay>"), await FindAsync(peer, Now.AddHours(-5)));
        Assert.DoesNotContain("Date=", peer.Calls[^1].Query, StringComparison.Ordinal);
        Assert.Contains(Id.ToString(), peer.Calls[^1].Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_OfAnOlderMailWhoseDatesAreRefused_IsUnknown()
    {
        await using var peer = await ScriptedProvider.StartAsync(
            ScriptedAnswer.Error(400, "invalid_parameter", "no"),
            None
        );
        Assert.IsType<EventLogAnswer.Unknown>(await FindAsync(peer, Now.AddDays(-40)));
        Assert.Single(peer.Calls);
    }

    private static async Task<EventLogAnswer> AskAsync(ScriptedAnswer answer, int timeout = 15)
    {
        await using var peer = await ScriptedProvider.StartAsync(answer);
        return await FindAsync(peer, Now.AddHours(-1), timeout);
    }

    private static async Task<EventLogAnswer> FindAsync(ScriptedProvider peer, DateTimeOffset since, int timeout = 15)
    {
        await using var program = new ProgramWithProvider(
            peer.Url,
            new FakeTimeProvider(Now),
            options => options with { Timeout = TimeSpan.FromSeconds(timeout) }
        );
        return await program.Provider.FindAsync(Id, since, Token);
    }
}
