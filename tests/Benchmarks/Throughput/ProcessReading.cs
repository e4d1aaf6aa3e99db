using System.Globalization;

namespace MailDispatcher.Benchmarks.Throughput;

/// <summary>What Linux tells of a process: its processor time so far and its resident memory.</summary>
internal readonly record struct ProcessReading(TimeSpan Processor, long ResidentBytes)
{
    private const double TicksASecond = 100;
    private const int PageSize = 4096;

    /// <exception cref="IOException">There is no such process.</exception>
    public static ProcessReading Of(int process)
    {
        // The name, in brackets, may hold spaces; what follows does not. See proc(5).
        var text = File.ReadAllText($"/proc/{process}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcessReading(
            TimeSpan.FromSeconds((Number(fields[11]) + Number(fields[12])) / TicksASecond),
            (long)Number(fields[21]) * PageSize
        );
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
