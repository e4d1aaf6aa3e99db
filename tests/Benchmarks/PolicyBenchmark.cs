using System.Diagnostics;
using System.Globalization;
using MailDispatcher.Benchmarks.Demands;
using MailDispatcher.Simulation;
using Trace = System.Collections.Generic.IReadOnlyList<MailDispatcher.Simulation.TraceMail>;

namespace MailDispatcher.Benchmarks;

/// <summary>Measures the policies on all shipped demands and writes what it found as a page.</summary>
internal static class PolicyBenchmark
{
    private const int Seeds = 10;
    private const int SeedsOfUnforeseen = 5;
    private static readonly DailyCredits Credits = new(300);
    public static readonly CreditDay Day = new(TimeZoneInfo.Utc);

    /// <param name="named">Only demands whose names begin so, and nothing else; empty for the whole page.</param>
    /// <param name="firstSeed">1 for what is published; settings are chosen with seeds from 101 on.</param>
    public static int Run(string file, string named, int firstSeed)
    {
        // Written as it is found: the run takes a while.
        using var page = new StreamWriter(file) { AutoFlush = true, NewLine = "\n" };
        page.WriteLine("# How near the policies come to the optimum");
        page.WriteLine();
        page.WriteLine("Written by `dotnet run -c Release --project tests/Benchmarks -- policy`; don't edit it.");
        page.WriteLine();
        Shares(page, named, firstSeed);
        if (named.Length > 0)
            return 0;
        DecisionBenchmark.Write(page, Day);
        Speed(page);
        return 0;
    }

    public static int RunForecast(string file) => ForecastBenchmark.Run(file, Day, Credits);

    public static IReadOnlyList<MailResult> Play(
        IReadOnlyList<TraceMail> trace,
        bool deadline,
        DailyCredits credits,
        Action<Situation, Decision>? watch = null,
        UnreachableRecipients? unreachable = null
    ) =>
        new Simulator(
            deadline ? new DeadlinePolicy(Day, new DeadlineSettings()) : new HourlyPolicy(12),
            new SimulationRules
            {
                Day = Day,
                Credits = credits,
                AtArrivals = deadline,
                Unreachable = unreachable ?? UnreachableRecipients.None,
            }
        )
        {
            Watch = watch,
        }.Play(trace);

    public static double Median(IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static void Shares(TextWriter page, string named, int firstSeed)
    {
        page.WriteLine("## Value on time, as a share of the clairvoyant optimum");
        page.WriteLine();
        page.WriteLine(
            $"{Seeds} seeds each, 300 credits a day, the day resets at 00:00 UTC; hourly sends 12 an hour and the rest at 23:05. The shipped demands last six weeks."
        );
        page.WriteLine();
        bool IsWanted(string name) => name.StartsWith(named, StringComparison.Ordinal);
        Table(
            page,
            "shipped",
            firstSeed,
            Seeds,
            Demand
                .All.Where(d => IsWanted(d.Name))
                .Select(d => (d.Name, d.Summary, (Func<int, Trace>)(s => d.Trace(s))))
        );
        page.WriteLine("## The same where nothing was seen before, or not like this");
        page.WriteLine();
        page.WriteLine(
            "First days without a history, rare floods, heavy tails, other loads than last month. They start without any history; five seeds each."
        );
        page.WriteLine();
        Table(
            page,
            "unforeseen",
            firstSeed,
            SeedsOfUnforeseen,
            UnforeseenDemands
                .All.Where(d => IsWanted(d.Name))
                .Select(d => (d.Name, d.Summary, (Func<int, Trace>)(s => d.Trace(s, Credits.ADay!.Value))))
        );
    }

    private static void Table(
        TextWriter page,
        string which,
        int firstSeed,
        int seeds,
        IEnumerable<(string Name, string Summary, Func<int, Trace> Trace)> demands
    )
    {
        page.WriteLine(
            "| demand | what is hard about it | mails | deadline, median | deadline, worst | hourly, median | hourly, worst | deadline, mean wait | longest |"
        );
        page.WriteLine("|---|---|---|---|---|---|---|---|---|");
        var (medians, worst) = (new List<double>(), 1.0);
        foreach (var demand in demands)
        {
            var results = Enumerable
                .Range(firstSeed, seeds)
                .AsParallel()
                .AsOrdered()
                .Select(seed => Result(demand.Trace(seed)))
                .ToArray();
            var (deadline, hourly) = (
                results.Select(r => r.Deadline.Share ?? 1).ToArray(),
                results.Select(r => r.Hourly.Share ?? 1).ToArray()
            );
            var waits = results.Select(r => r.Deadline.Waits).ToArray();
            medians.Add(Median(deadline));
            worst = Math.Min(worst, deadline.Min());
            page.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {demand.Name} | {demand.Summary} | {results.Average(r => r.Deadline.Mails):0} | {Median(deadline):0.0000} | {deadline.Min():0.0000} | {Median(hourly):0.0000} | {hourly.Min():0.0000} | {waits.Average(w => w.Average(t => t.TotalHours)):0.0} h | {waits.Max(w => w[^1].TotalHours):0} h |"
                )
            );
        }
        page.WriteLine();
        if (medians.Count == 0)
            return;
        page.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Over the {which} demands: deadline reaches {Median(medians):0.0000} in the median, {medians.Min():0.0000} on the hardest demand, and {worst:0.0000} in the worst single run."
            )
        );
        page.WriteLine();
    }

    private static (SimulationSummary Deadline, SimulationSummary Hourly) Result(IReadOnlyList<TraceMail> trace) =>
        (
            SimulationSummary.Of(trace, Play(trace, true, Credits), Day, Credits),
            SimulationSummary.Of(trace, Play(trace, false, Credits), Day, Credits)
        );

    private static void Speed(TextWriter page)
    {
        page.WriteLine("## Speed of the simulator");
        page.WriteLine();
        page.WriteLine(
            "Six weeks of the deadline policy, a tick each five minutes, on one core of the machine that wrote this page."
        );
        page.WriteLine();
        foreach (var aDay in new[] { 300, 3000 })
        {
            var trace = Demand.Named("weekday")!.Trace(1, 42, aDay);
            var watch = Stopwatch.StartNew();
            Play(trace, true, new DailyCredits(aDay));
            page.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"- {trace.Count / 42} mails a day, {aDay} credits: {watch.Elapsed.TotalSeconds:0.0} s"
                )
            );
        }
        page.WriteLine();
    }
}
