using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.Deploy.Tests;

public sealed class ShellScriptTests
{
    private static readonly string[] Places = ["ops", "dokku", ".ci"];

    /// <summary>Each script of the repository; the parts of <c>dev</c> are checked with it.</summary>
    public static TheoryData<string> Scripts =>
        [
            "dev",
            "tests/Deploy.Tests/Data/dokku",
            .. Places
                .SelectMany(place => Directory.EnumerateFiles(Repository.At(place), "*", SearchOption.AllDirectories))
                .Select(file => Path.GetRelativePath(Repository.At("."), file))
                .Where(file => !file.StartsWith("ops/dev/", StringComparison.Ordinal) && IsScript(file)),
        ];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Script_UnderShellcheck_HasNoFinding(string path)
    {
        await using var check = ChildProcess.Start(
            "shellcheck",
            ["--shell=bash", "--external-sources", Repository.At(path)]
        );
        Assert.True(
            await check.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken) == 0,
            check.Output
        );
    }

    private static bool IsScript(string path) =>
        File.ReadLines(Repository.At(path)).FirstOrDefault() is { } first
        && first.StartsWith("#!", StringComparison.Ordinal);
}
