using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.Deploy.Tests;

public sealed class ShellScriptTests
{
    [Theory]
    [InlineData("dokku/setup.sh")]
    [InlineData("ops/compose/secrets.sh")]
    [InlineData("tests/Deploy.Tests/Data/dokku")]
    public async Task Script_UnderShellcheck_HasNoFinding(string path)
    {
        await using var check = ChildProcess.Start("shellcheck", ["--shell=bash", Repository.At(path)]);
        Assert.True(await check.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken) == 0, check.Output);
    }
}
