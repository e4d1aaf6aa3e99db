using System.Globalization;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.Deploy.Tests.Images;

/// <summary>
/// The Dockerfile's steps without Docker: its COPY and RUN lines in a clean folder, then the program as the image's
/// user in a folder it can't write to.
/// </summary>
public sealed class ImageStepsTests(SharedBroker broker) : IDisposable
{
    private const string ImageUser = "1654";
    private static readonly TimeSpan LongestBuild = TimeSpan.FromMinutes(10);

    private readonly string _folder = Directory.CreateTempSubdirectory("mail-image-").FullName;

    [Fact]
    public async Task Image_BuiltByHandAndRunAsItsUser_AnswersItsHealthCommandAndStops()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await BuildAsync(Dockerfile.Read("dokku/Dockerfile"));
        var environment = new Dictionary<string, string?>
        {
            ["DOTNET_EnableDiagnostics"] = "0",
            ["ASPNETCORE_HTTP_PORTS"] = "",
            ["DOTNET_ROOT"] = Path.GetDirectoryName(
                Environment.ProcessPath is { } me && Path.GetFileName(me) == "dotnet" ? me : DotnetPath()
            ),
            ["Ops__Listen"] = "0.0.0.0",
            ["Ops__Port"] = FreePort.Next().ToString(CultureInfo.InvariantCulture),
            ["QUEUE_SERVICE_URL"] = (await broker.CreateVhostAsync()).AbsoluteUri,
            ["SENDINBLUE_URL"] = "http://127.0.0.1:9/v3",
            ["SENDINBLUE_API_KEY"] = "xkeysib-test",
        };
        await AssertImageUserCanReadAsync(Path.Combine(_folder, "app", "consumer"));
        await AssertImageUserCanReadAsync(Path.Combine(environment["DOTNET_ROOT"]!, "dotnet"));
        await using var daemon = AsImageUser(["run"], environment);
        await daemon.WaitForLineAsync(
            line => line.Contains("Active: ", StringComparison.Ordinal),
            cancellationToken: cancellation
        );

        await using var health = AsImageUser(["health"], environment);
        Assert.True(await health.WaitForExitAsync(cancellationToken: cancellation) == 0, health.Output + daemon.Output);
        Assert.Contains("leading", health.Output, StringComparison.Ordinal);
        await using var live = AsImageUser(["health", "--live"], environment);
        Assert.True(await live.WaitForExitAsync(cancellationToken: cancellation) == 0, live.Output + daemon.Output);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder, "app"), "*.xml"));
        Assert.False(File.Exists(Path.Combine(_folder, "app", "web.config")), "a web.config, which only IIS reads");

        daemon.Send(Signal.Terminate);
        Assert.Equal(0, await daemon.WaitForExitAsync(cancellationToken: cancellation));
    }

    public void Dispose()
    {
        Make(_folder, "u+w");
        Directory.Delete(_folder, recursive: true);
    }

    // In the image's working folder: this checkout may lie where other users can't enter.
    private ChildProcess AsImageUser(string[] command, Dictionary<string, string?> environment) =>
        ChildProcess.Start(
            "setpriv",
            [
                "--reuid",
                ImageUser,
                "--regid",
                ImageUser,
                "--clear-groups",
                "env",
                $"--chdir={Path.Combine(_folder, "app")}",
                "./consumer",
                .. command,
            ],
            environment
        );

    private static async Task AssertImageUserCanReadAsync(string file)
    {
        await using var test = ChildProcess.Start(
            "setpriv",
            ["--reuid", ImageUser, "--regid", ImageUser, "--clear-groups", "test", "-r", file]
        );
        Assert.True(
            await test.WaitForExitAsync() == 0,
            $"This test runs the program as user {ImageUser}, who can't read {file} on this machine."
        );
    }

    private async Task BuildAsync(Dockerfile file)
    {
        var source = Directory.CreateDirectory(Path.Combine(_folder, "source")).FullName;
        foreach (var step in file.Instructions.Where(i => i.Stage is "restored" or "built-consumer"))
        {
            if (step.Name == "COPY")
            {
                var words = step.Text.Split(' ');
                foreach (var from in words[..^1])
                    await CopyAsync(from, Path.Combine(source, words[^1]));
            }
            else if (step.Name == "RUN")
            {
                await ShellAsync(
                    $"cd {source} && {step.Text.Replace("/app", Path.Combine(_folder, "app"), StringComparison.Ordinal)}"
                );
            }
        }

        Make(_folder, "a+rX,a-w");
    }

    // The build context holds what is tracked; build output lies elsewhere.
    private static Task CopyAsync(string from, string to) =>
        Directory.Exists(Repository.At(from))
            ? ShellAsync($"mkdir -p {to} && cp -r {Repository.At(from)}/. {to}")
            : ShellAsync($"mkdir -p {to} && cp {Repository.At(from)} {to}");

    private static void Make(string folder, string mode)
    {
        using var chmod = System.Diagnostics.Process.Start("chmod", ["-R", mode, folder]);
        chmod.WaitForExit();
    }

    private static string DotnetPath() =>
        Environment
            .GetEnvironmentVariable("PATH")!
            .Split(':')
            .Select(folder => Path.Combine(folder, "dotnet"))
            .Where(File.Exists)
            .Select(path => new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path)
            .First();

    private static async Task ShellAsync(string command)
    {
        await using var shell = ChildProcess.Start(
            "bash",
            ["-c", $"exec 2>&1; {command}"],
            new Dictionary<string, string?>
            {
                ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
                ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
                ["MSBUILDDISABLENODEREUSE"] = "1",
            }
        );
        Assert.True(await shell.WaitForExitAsync(LongestBuild) == 0, $"{command}\n{shell.Output}");
    }
}
