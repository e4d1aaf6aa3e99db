using MailDispatcher.TestKit;

namespace MailDispatcher.Page.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("nonsense", "nonsense")]
    [InlineData("run --nonsense", "--nonsense")]
    [InlineData("waiting --most -1", "--most")]
    [InlineData("forecast --most 0", "--most")]
    [InlineData("status --url nonsense", "no address")]
    [InlineData("simulate --trace - --policy weekly", "weekly")]
    public async Task Arguments_ThatAreWrong_AreNamedAndEndWith2(string arguments, string named)
    {
        await using var program = await ProgramUnderTest.RunAsync(
            "consumer",
            arguments.Split(' '),
            new Dictionary<string, string?>()
        );
        Assert.Equal(2, await program.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains(named, program.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status", 0, "All urgent mail will be on time")]
    [InlineData("status", 0, "3 mails, their persons have had as many as they may")]
    [InlineData("waiting", 0, "87 mails")]
    [InlineData("forecast", 0, "All urgent mail will be on time")]
    [InlineData("why 1a2b3c00", 0, "mentoring-42")]
    [InlineData("why 1a2b3c00-0007-0007-9001-020304050607", 0, "mentoring-42")]
    [InlineData("why 1a2b", 2, "More than one mail begins so")]
    [InlineData("find mentoring-42", 0, "2 mails found")]
    [InlineData("find nowhere", 1, "0 mails found")]
    [InlineData("find 2026-11-20", 0, "mails found")]
    [InlineData("events", 0, "12 attempted, 87 wait")]
    [InlineData("events --kind start", 0, "1 event.")]
    [InlineData("events --kind action", 0, "0 events.")]
    [InlineData("pause --by Olga", 0, "Paused")]
    [InlineData("resume --by Olga", 0, "Resumed")]
    [InlineData("run-now --by Olga", 0, "on its way")]
    public async Task Command_AtAnAddress_AsksThere(string command, int exitCode, string told)
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm(), Given.Mail(0), Given.Mail(1)));
        // Without the slash at its end, as people copy it.
        string[] arguments =
        [
            .. command.Split(' '),
            "--url",
            served.Url.ToString().TrimEnd('/'),
            "--token",
            ServedPage.Token,
        ];
        await using var program = await ProgramUnderTest.RunAsync(
            "consumer",
            arguments,
            new Dictionary<string, string?>()
        );
        Assert.Equal(
            exitCode,
            await program.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken)
        );
        Assert.Contains(told, program.Output, StringComparison.Ordinal);
        if (command.Contains("--by", StringComparison.Ordinal))
            Assert.EndsWith("by Olga", Assert.Single(served.Actions.Wishes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Action_AtADaemonWithoutAToken_SaysWhatToSet()
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm()), token: null);
        await using var program = await ProgramUnderTest.RunAsync(
            "consumer",
            ["run-now", "--url", served.Url.ToString()],
            new Dictionary<string, string?>()
        );
        Assert.Equal(1, await program.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("Set Ops__Token where it runs", program.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/waiting")]
    [InlineData("/api/status")]
    [InlineData("/search?q=mentoring")]
    public async Task Head_OfAnyAddress_IsAnsweredLikeGetWithoutTheBody(string path)
    {
        await using var served = await ServedPage.StartAsync(new GivenView(Given.Calm()));
        using var http = new HttpClient { BaseAddress = served.Url };
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }
}
