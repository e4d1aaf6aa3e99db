using System.Diagnostics;
using System.Globalization;

namespace MailDispatcher.TestKit.Processes;

/// <summary>
/// Ends the started processes when the test process ends without doing so itself, even by SIGKILL: a shell holds their
/// ids and reads a pipe that closes with the test process.
/// </summary>
internal sealed class OrphanReaper : IDisposable
{
    private const string Script = """
        trap '' INT TERM HUP
        declare -A alive
        while read -r sign pid; do
          if [[ $sign == + ]]; then alive[$pid]=1; else unset "alive[$pid]"; fi
        done
        for pid in "${!alive[@]}"; do kill -KILL "$pid"; done
        """;

    private static readonly Lazy<OrphanReaper> Lazily = new(() => new OrphanReaper());

    private readonly Process _shell = Process.Start(
        new ProcessStartInfo("bash", ["-c", Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }
    )!;

    /// <summary>The one of this test process; it lives as long.</summary>
    public static OrphanReaper Shared => Lazily.Value;

    public void Watch(int pid) => Tell('+', pid);

    public void Forget(int pid) => Tell('-', pid);

    /// <summary>What the end of the test process does.</summary>
    public void Dispose()
    {
        _shell.StandardInput.Close();
        _shell.WaitForExit();
        _shell.Dispose();
    }

    private void Tell(char sign, int pid)
    {
        lock (_shell)
        {
            _shell.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sign} {pid}"));
            _shell.StandardInput.Flush();
        }
    }
}
