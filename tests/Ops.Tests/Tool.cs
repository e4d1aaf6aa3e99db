using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.Ops.Tests;

/// <summary>
/// Prometheus's and Alertmanager's own checkers (<c>promtool</c>, <c>amtool</c>), run in the solution's folder.
/// </summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task<string> AssertSucceedsAsync(
        string tool,
        IReadOnlyList<string> arguments,
        string? input = null
    )
    {
        await using var process = ChildProcess.Start(tool, arguments, input: input);
        var code = await process.WaitForExitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(code == 0, $"{tool} {string.Join(' ', arguments)} ended with {code}:\n{process.Output}");
        return process.Output;
    }

    /// <summary>The first of several names under which a program is installed.</summary>
    public static string Find(params string[] names) =>
        names
            .SelectMany(name =>
                (Environment.GetEnvironmentVariable("PATH") ?? "")
                    .Split(':')
                    .Select(folder => Path.Combine(folder, name))
            )
            .FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException($"None of these programs is installed: {string.Join(", ", names)}.");

    public static string InRepository(params string[] parts) => Path.Combine([RepositoryRoot.Path, .. parts]);
}
