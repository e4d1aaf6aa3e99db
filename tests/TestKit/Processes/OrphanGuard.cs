using System.Diagnostics;
using System.Globalization;

namespace MailDispatcher.TestKit.Processes;

/// <summary>
/// Ends the started processes when the test process ends without doing so itself, even by SIGKILL: a shell holds their
/// ids and reads a pipe that closes with the test process.
/// </summary>
internal static class OrphanGuard
{
    private const string Script = """
        trap '' INT TERM HUP
        declare -A alive
        while read -r sign pid; do
          if [[ $sign == + ]]; then alive[$pid]=1; else unset "alive[$pid]"; fi
        done
        for pid in "${!alive[@]}"; do kill -KILL "$pid"; done
        """;

    private static readonly Lazy<Process> Shell = new(Start);

    public static void Watch(int pid) => Tell('+', pid);

    public static void Forget(int pid) => Tell('-', pid);

    private static void Tell(char sign, int pid)
    {
        lock (Shell)
        {
            Shell.Value.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sign} {pid}"));
            Shell.Value.StandardInput.Flush();
        }
    }

    private static Process Start() => Process.Start(new ProcessStartInfo("bash", ["-c", Script])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
