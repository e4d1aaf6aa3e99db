using System.Globalization;
using System.Runtime.CompilerServices;

namespace MailDispatcher.Consumer.Ops;

/// <summary>
/// How many files this process may have open. The runtime keeps each library of the program open, some 270, and one
/// that it can't open ends the process with words about that library.
/// </summary>
internal static class OpenFiles
{
    /// <summary>The libraries, the calls of the provider at once, the broker, and whoever looks at the page.</summary>
    public const int Needed = 512;

    private const string Limits = "/proc/self/limits";
    private const string Line = "Max open files";

    /// <summary>What to tell when there are too few; null when there are enough, or nobody knows.</summary>
    // A method of its own, so that what comes after it is not loaded before it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static string? Shortage() =>
        File.Exists(Limits) && Allowed(File.ReadLines(Limits)) is { } allowed and < Needed
            ? $"Only {allowed} files may be open at once here; the dispatcher needs {Needed}. Raise the limit: "
                + "ulimit -n, systemd's LimitNOFILE, or the container's --ulimit nofile."
            : null;

    /// <summary>The soft limit (proc(5)); the runtime has raised it to the hard one. Null: none, or not told.</summary>
    internal static int? Allowed(IEnumerable<string> limits) =>
        limits.FirstOrDefault(l => l.StartsWith(Line, StringComparison.Ordinal)) is { } line
        && int.TryParse(
            line[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var soft
        )
            ? soft
            : null;
}
