using System.Globalization;
using MailDispatcher.Consumer.Ops;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.Consumer.Tests;

/// <summary>A machine or a container may allow few open files; the runtime's own words then name some library.</summary>
public sealed class OpenFilesTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(127)]
    [InlineData(200)]
    [InlineData(OpenFiles.Needed - 1)]
    public async Task Daemon_AllowedTooFewOpenFiles_SaysSoInOneLineAndEndsWith2(int allowed)
    {
        var number = allowed.ToString(CultureInfo.InvariantCulture);
        await using var daemon = ChildProcess.Start(
            "bash",
            ["-c", $"ulimit -n {number} && exec \"$0\" run", ProgramUnderTest.Binary("consumer")],
            new Dictionary<string, string?> { ["QUEUE_SERVICE_URL"] = "amqp://guest:guest@127.0.0.1:1/" }
        );
        var code = await daemon.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(code == 2, $"ended with {code}\n{daemon.Output}");
        var line = Assert.Single(daemon.Lines).Text;
        Assert.StartsWith($"Only {number} files may be open at once here; the dispatcher needs 512.", line);
    }

    [Theory]
    [InlineData("Max open files            1024                 524288               files     ", 1024)]
    [InlineData("Max open files            unlimited            unlimited            files     ", null)]
    [InlineData("Max cpu time              unlimited            unlimited            seconds   ", null)]
    public void Limit_ReadFromProc_IsTheSoftOneOfOpenFiles(string line, int? allowed) =>
        Assert.Equal(allowed, OpenFiles.Allowed(["Limit   Soft Limit   Hard Limit   Units", line]));
}
