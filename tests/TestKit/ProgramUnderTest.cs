using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.TestKit;

/// <summary>
/// One of the solution's programs as a process of its own, started from the build's output. It gets no setting from the
/// environment in which the tests run, only those it is given.
/// </summary>
public sealed class ProgramUnderTest : IAsyncDisposable
{
    /// <summary>The daemon promises to end within 30 s of SIGTERM; a slow machine gets more.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;

    private ProgramUnderTest(ChildProcess process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public IReadOnlyList<OutputLine> Lines => _process.Lines;

    public string Output => _process.Output;

    /// <param name="program">The binary's name: <c>consumer</c>, <c>publisher</c> or <c>sandbox</c>.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="output">A file, a pipe say, to which its standard output goes; it has no lines then.</param>
    public static ProgramUnderTest Start(
        string program,
        IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string?>>? environment = null,
        string? input = null,
        string? output = null
    )
    {
        var settings = new Dictionary<string, string?>();
        foreach (string name in Environment.GetEnvironmentVariables().Keys)
        {
            if (
                name is "QUEUE_SERVICE_URL" or "RABBITMQ_URL" or "PORT"
                || name.Contains("__", StringComparison.Ordinal)
                || name.StartsWith("SENDINBLUE_", StringComparison.Ordinal)
                || name.StartsWith("ASPNETCORE_", StringComparison.Ordinal)
            )
            {
                settings[name] = null;
            }
        }

        foreach (var (name, value) in environment ?? [])
            settings[name] = value;
        // The daemon that is deployed has neither a clock to set nor a moment to die at.
        var isPlayed = settings.Any(s =>
            s.Value is not null && (s.Key.StartsWith("Clock__", StringComparison.Ordinal) || s.Key == "CrashTest__At")
        );
        var binary = Binary(program == "consumer" && isPlayed ? "testconsumer" : program);
        return new(
            output is null
                ? ChildProcess.Start(binary, arguments, settings, input)
                : ChildProcess.Start(
                    "bash",
                    ["-c", "exec \"$@\" >\"$0\"", output, binary, .. arguments],
                    settings,
                    input
                )
        );
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<ProgramUnderTest> RunAsync(
        string program,
        IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string?>>? environment = null,
        string? input = null
    )
    {
        var run = Start(program, arguments, environment, input);
        await run.WaitForExitAsync();
        return run;
    }

    /// <summary>The first line, already written or still to come, that fits.</summary>
    public Task<string> WaitForLineAsync(
        Func<string, bool> fits,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    ) => _process.WaitForLineAsync(fits, timeout, cancellationToken);

    /// <returns>The exit code; 128 + n when signal n ended it.</returns>
    public Task<int> WaitForExitAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _process.WaitForExitAsync(timeout, cancellationToken);

    /// <summary>SIGTERM, and the exit code.</summary>
    public Task<int> TerminateAsync()
    {
        _process.Send(Signal.Terminate);
        return _process.WaitForExitAsync(LongestStop);
    }

    /// <summary>SIGKILL: nothing in the program sees it coming.</summary>
    public Task KillAsync()
    {
        _process.Send(Signal.Kill);
        return _process.WaitForExitAsync();
    }

    /// <summary>
    /// SIGSTOP: it stands still with all its connections open, as in a long pause of a virtual machine.
    /// </summary>
    public void Stop() => _process.Send(Signal.Stop);

    /// <summary>SIGCONT.</summary>
    public void Continue() => _process.Send(Signal.Continue);

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>
    /// Where the build put a program; the tests' own folder says which configuration was built:
    /// <c>artifacts/bin/PROJECT/CONFIGURATION</c>.
    /// </summary>
    /// <exception cref="FileNotFoundException">It is not built.</exception>
    public static string Binary(string program)
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var binaries = Path.Combine(RepositoryRoot.Path, "artifacts", "bin");
        var project = Directory
            .EnumerateDirectories(binaries)
            .FirstOrDefault(folder => Path.GetFileName(folder).Equals(program, StringComparison.OrdinalIgnoreCase));
        var binary = Path.Combine(project ?? binaries, configuration, program);
        return File.Exists(binary)
            ? binary
            : throw new FileNotFoundException($"'{program}' is not built: {binary}", binary);
    }
}
