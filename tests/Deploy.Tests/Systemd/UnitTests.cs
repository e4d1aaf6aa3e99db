using System.Globalization;
using MailDispatcher.Consumer.Ops;
using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.Deploy.Tests.Systemd;

/// <summary>The systemd unit, judged by systemd's own tool.</summary>
public sealed class UnitTests : IDisposable
{
    private const string Unit = "ops/systemd/mail-dispatcher.service";
    private const double WorstExposure = 1.5;

    private readonly string _folder = Directory.CreateTempSubdirectory("mail-unit-").FullName;

    [Fact]
    public async Task Unit_Verified_HasNoFinding()
    {
        var (exitCode, output) = await AnalyzeAsync("verify");
        Assert.Equal((0, ""), (exitCode, output));
    }

    [Fact]
    public async Task Unit_SecurityReviewed_IsBarelyExposed()
    {
        var (_, output) = await AnalyzeAsync("security", "--offline=true", "--no-pager");
        var verdict = output
            .Split('\n')
            .Single(line => line.Contains("Overall exposure level", StringComparison.Ordinal));
        var level = double.Parse(verdict.Split(": ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.True(level <= WorstExposure, verdict);
    }

    [Fact]
    public void Unit_StopsLaterThanTheDaemonAndReadsCredentialsItKnows()
    {
        var lines = Repository.Lines(Unit);
        Assert.True(
            int.Parse(Value(lines, "TimeoutStopSec"), CultureInfo.InvariantCulture)
                > DaemonHost.ShutdownTimeout.TotalSeconds
        );
        Assert.Equal("/opt/mail-dispatcher/consumer run", Value(lines, "ExecStart"));
        Assert.Equal(
            ["sendinblue-api-key", "queue-password", "ops-token"],
            lines
                .Where(line => line.StartsWith("LoadCredential=", StringComparison.Ordinal))
                .Select(line => line.Split('=', ':')[1])
        );
        Assert.Equal("notify", Value(lines, "Type"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Value(string[] lines, string name) =>
        lines.Single(line => line.StartsWith($"{name}=", StringComparison.Ordinal)).Split('=', 2)[1];

    private async Task<(int ExitCode, string Output)> AnalyzeAsync(string verb, params string[] options)
    {
        // The program is not installed where the tests run; anything that can be executed stands in for it.
        var unit = Path.Combine(_folder, "mail-dispatcher.service");
        await File.WriteAllTextAsync(
            unit,
            Repository.Read(Unit).Replace("/opt/mail-dispatcher/consumer", "/bin/true", StringComparison.Ordinal)
        );
        Assert.True(
            Environment
                .GetEnvironmentVariable("PATH")!
                .Split(':')
                .Any(folder => File.Exists(Path.Combine(folder, "systemd-analyze"))),
            "systemd-analyze is missing; install it: apt-get install systemd"
        );
        await using var tool = ChildProcess.Start(
            "systemd-analyze",
            [verb, .. options, unit],
            new Dictionary<string, string?> { ["LC_ALL"] = "C.UTF-8" }
        );
        return (await tool.WaitForExitAsync(), tool.Output);
    }
}
