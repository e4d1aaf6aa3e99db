using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MailDispatcher.TestKit.Processes;

/// <summary>A process that a test started: its lines, its signals, its end. Disposing it kills it.</summary>
public sealed partial class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Lock _gate = new();
    private readonly List<OutputLine> _lines = [];
    private bool _watched;

    private ChildProcess(Process process, string name) => (_process, Name) = (process, name);

    public string Name { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Everything written so far, in the order of arrival.</summary>
    public IReadOnlyList<OutputLine> Lines
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }

    /// <summary>Everything written so far as one text, for the message of a failed test.</summary>
    public string Output => string.Join('\n', Lines.Select(line => line.Text));

    /// <param name="environment">Added to the test's own environment; null removes a variable.</param>
    /// <param name="input">Written to its standard input, which is closed then.</param>
    /// <exception cref="InvalidOperationException">There is no such program.</exception>
    public static ChildProcess Start(
        string file,
        IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string?>>? environment = null,
        string? input = null
    )
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = RepositoryRoot.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        var child = new ChildProcess(new Process { StartInfo = start }, Path.GetFileName(file));
        child._process.OutputDataReceived += (_, e) => child.Add(e.Data, isError: false);
        child._process.ErrorDataReceived += (_, e) => child.Add(e.Data, isError: true);
        Launch(child._process, file);
        child._watched = true;
        OrphanReaper.Shared.Watch(child.Id);
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        child.Feed(input);
        return child;
    }

    /// <summary>The first line, already written or still to come, that fits.</summary>
    /// <exception cref="TimeoutException">None came; the message holds the output.</exception>
    public async Task<string> WaitForLineAsync(
        Func<string, bool> fits,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    )
    {
        string? found = null;
        try
        {
            await Eventually.TrueAsync(
                () =>
                {
                    var ended = HasExited;
                    found = Lines.FirstOrDefault(line => fits(line.Text))?.Text;
                    return found is not null || ended;
                },
                "the awaited line",
                timeout,
                cancellationToken
            );
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{Name}: {e.Message}. It wrote:\n{Output}", e);
        }

        if (found is not null)
            return found;
        await WaitForExitAsync(timeout, cancellationToken);
        return Lines.FirstOrDefault(line => fits(line.Text))?.Text
            ?? throw new InvalidOperationException(
                $"{Name} ended with {_process.ExitCode} before the awaited line. It wrote:\n{Output}"
            );
    }

    public void Send(Signal signal)
    {
        if (!HasExited && Kill(Id, (int)signal) != 0 && !HasExited)
            throw new InvalidOperationException(
                $"{Name}: the signal {signal} could not be sent (errno {Marshal.GetLastPInvokeError()})."
            );
    }

    /// <returns>The exit code; 128 + n when signal n ended it.</returns>
    public async Task<int> WaitForExitAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        try
        {
            await _process
                .WaitForExitAsync(cancellationToken)
                .WaitAsync(timeout ?? Eventually.Patience, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{Name} did not end. It wrote:\n{Output}", e);
        }

        if (_watched)
            OrphanReaper.Shared.Forget(Id);
        _watched = false;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Send(Signal.Kill);
        await WaitForExitAsync();
        _process.Dispose();
    }

    private static void Launch(Process process, string file)
    {
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            process.Dispose();
            throw new InvalidOperationException(
                $"{file} can't be started here ({e.Message}); ./dev needs tells what is missing.",
                e
            );
        }
    }

    private void Add(string? line, bool isError)
    {
        if (line is null)
            return;
        lock (_gate)
            _lines.Add(new OutputLine(line, isError));
    }

    private void Feed(string? input)
    {
        try
        {
            if (input is not null)
                _process.StandardInput.Write(input);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read everything; its exit code and output tell why.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
