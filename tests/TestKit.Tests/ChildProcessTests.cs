using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.TestKit.Tests;

public sealed class ChildProcessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Process_GivenInputAndEnvironment_ShowsBothStreamsAndItsExitCode()
    {
        await using var child = Bash("""read -r line; echo "got $line"; echo "bad $NAME" >&2; exit 3""", "hello\n");
        Assert.Equal(3, await child.WaitForExitAsync(cancellationToken: Token));
        Assert.Contains(new OutputLine("got hello", IsError: false), child.Lines);
        Assert.Contains(new OutputLine("bad value", IsError: true), child.Lines);
    }

    [Fact]
    public async Task Terminate_ProgramWithAHandler_EndsInItsOwnWay()
    {
        await using var child = Bash("""trap 'echo bye; exit 7' TERM; echo ready; while true; do sleep 0.05; done""");
        await child.WaitForLineAsync(line => line == "ready", cancellationToken: Token);
        child.Send(Signal.Terminate);
        Assert.Equal(7, await child.WaitForExitAsync(cancellationToken: Token));
        Assert.Equal("bye", child.Lines[^1].Text);
    }

    [Fact]
    public async Task WaitForLine_ProgramEndsBefore_SaysWhatItWrote()
    {
        await using var child = Bash("echo only this");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            child.WaitForLineAsync(line => line == "never", cancellationToken: Token)
        );
        Assert.Contains("only this", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopped_Program_StandsStillUntilContinued()
    {
        await using var child = Bash(
            "echo ready; while read -r line; do echo \"$line\"; done; sleep 0.1; echo end",
            "a\n"
        );
        child.Send(Signal.Stop);
        await Eventually.TrueAsync(() => StateOf(child.Id) == 'T', "the program is stopped", cancellationToken: Token);
        child.Send(Signal.Continue);
        await child.WaitForLineAsync(line => line == "end", cancellationToken: Token);
    }

    [Fact]
    public async Task Guard_WhoseOwnerIsGone_KillsWhatItStillWatches()
    {
        var reaper = new OrphanReaper();
        await using var watched = Bash("while true; do sleep 1; done");
        await using var forgotten = Bash("while true; do sleep 1; done");
        reaper.Watch(watched.Id);
        reaper.Watch(forgotten.Id);
        reaper.Forget(forgotten.Id);
        reaper.Dispose();
        Assert.Equal(128 + (int)Signal.Kill, await watched.WaitForExitAsync(cancellationToken: Token));
        Assert.False(forgotten.HasExited);
    }

    [Fact]
    public void Start_ProgramThatIsNotInstalled_NamesItInOneLine()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => ChildProcess.Start("no-such-program", []));
        Assert.StartsWith("no-such-program can't be started here (", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    private static ChildProcess Bash(string script, string? input = null) =>
        ChildProcess.Start("bash", ["-c", script], [new("NAME", "value")], input);

    // R, S, D, T, Z ... as proc(5) has it; a space when there is no such process.
    private static char StateOf(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2];
        }
        catch (IOException)
        {
            return ' ';
        }
    }
}
