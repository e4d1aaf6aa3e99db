using System.Diagnostics;
using System.Globalization;

namespace MailDispatcher.Benchmarks.Live;

/// <summary>
/// What the page costs: how fast it answers, and what the daemon does while nobody looks, with few and with many mails
/// waiting.
/// </summary>
internal static class PageBenchmark
{
    private const int Few = 10;
    private const int Many = 10_000;
    private const int Looks = 20;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Unwatched = TimeSpan.FromMinutes(1);
    private static readonly string[] Paths = ["", "waiting", "api/forecast"];

    public static async Task<int> RunAsync(string file)
    {
        var none = await MeasureAsync(0);
        var few = await MeasureAsync(Few);
        var many = await MeasureAsync(Many);
        var deciding = await MeasureAsync(Many, credits: 300);
        List<string> lines =
        [
            "# What the page and an idle daemon cost",
            "",
            "Written by `./dev bench page`; don't edit it.",
            "",
            $"The daemon with the deadline policy on a real RabbitMQ, no credit left, so that all mails keep waiting. {Looks} answers of each page, whole, one after another.",
            "",
            $"| page | {Few} waiting, median | worst | {Many} waiting, median | worst | median, times as long |",
            "|---|---|---|---|---|---|",
        ];
        for (var p = 0; p < Paths.Length; p++)
        {
            var (a, b) = (few.Answers[p], many.Answers[p]);
            lines.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| `/{Paths[p]}` | {PolicyBenchmark.Median(a):0} ms | {a.Max():0} ms | {PolicyBenchmark.Median(b):0} ms | {b.Max():0} ms | {PolicyBenchmark.Median(b) / PolicyBenchmark.Median(a):0.0} |"
                )
            );
        }
        lines.AddRange([
            "",
            "The daemon's processor time in a minute in which nobody looks, and its memory afterwards:",
            "",
            "| waiting | credits | processor time a minute | memory |",
            "|---|---|---|---|",
            Idle("0", "0", none),
            Idle($"{Few}", "0", few),
            Idle($"{Many}", "0", many),
            Idle($"{Many}", "300, most of them kept in reserve", deciding),
        ]);
        await File.WriteAllLinesAsync(file, lines);
        return 0;
    }

    private static string Idle(string waiting, string credits, Measured measured) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"| {waiting} | {credits} | {measured.Cpu.TotalSeconds:0.00} s | {measured.Memory >> 20} MiB |"
        );

    private static async Task<Measured> MeasureAsync(int waiting, int credits = 0)
    {
        await using var system = await LiveSystem.StartAsync(waiting, credits);
        using var process = Process.GetProcessById(system.Daemon.Program.Id);
        await Task.Delay(Settling);
        process.Refresh();
        var before = process.TotalProcessorTime;
        await Task.Delay(Unwatched);
        process.Refresh();
        var (cpu, memory) = (process.TotalProcessorTime - before, process.WorkingSet64);
        var answers = new List<double[]>();
        foreach (var path in Paths)
        {
            await LookAsync(system, path);
            var times = new double[Looks];
            for (var n = 0; n < Looks; n++)
                times[n] = await LookAsync(system, path);
            answers.Add(times);
        }
        return new Measured(cpu, memory, answers);
    }

    private static async Task<double> LookAsync(LiveSystem system, string path)
    {
        var watch = Stopwatch.StartNew();
        var (status, _) = await system.Daemon.GetAsync(path);
        return status == 200
            ? watch.Elapsed.TotalMilliseconds
            : throw new InvalidOperationException($"GET /{path} answered {status}.");
    }

    private sealed record Measured(TimeSpan Cpu, long Memory, IReadOnlyList<double[]> Answers);
}
