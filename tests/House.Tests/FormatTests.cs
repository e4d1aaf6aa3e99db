using System.Diagnostics;

namespace MailDispatcher.House.Tests;

/// <summary>Every source file is as the formatter writes it, at the width of .editorconfig.</summary>
public sealed class FormatTests
{
    [Fact]
    public async Task Sources_AreFormatted()
    {
        await RunAsync("tool", "restore");
        await RunAsync("csharpier", "check", "src", "tests", "examples");
    }

    private static async Task RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Source.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(
            process.ExitCode == 0,
            $"dotnet {string.Join(' ', arguments)} ({process.ExitCode}; ./dev format mends it):\n{output}{await errors}"
        );
    }
}
