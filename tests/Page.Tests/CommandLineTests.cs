using MailDispatcher.TestKit;

namespace MailDispatcher.Page.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("nonsense", "nonsense")]
    [InlineData("run --nonsense", "--nonsense")]
    [InlineData("simulate --trace - --policy weekly", "weekly")]
    public async Task Arguments_ThatAreWrong_AreNamedAndEndWith2(string arguments, string named)
    {
        await using var program = await ProgramUnderTest.RunAsync("consumer", arguments.Split(' '), new Dictionary<string, string?>());
        Assert.Equal(2, await program.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains(named, program.Output, StringComparison.Ordinal);
    }
}
