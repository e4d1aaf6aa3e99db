using System.Diagnostics;
using System.Globalization;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Benchmarks;

/// <summary>How long one decision takes, and how that grows with the number of waiting mails.</summary>
internal static class DecisionBenchmark
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    public static void Write(TextWriter page, CreditDay day)
    {
        page.WriteLine("## Time of one decision");
        page.WriteLine();
        page.WriteLine(
            "Four weeks of history, 300 credits; waiting mails with notices up to ten days. Growth is that of the fastest of many decisions: what else runs on the machine slows the median."
        );
        page.WriteLine();
        page.WriteLine("| waiting | a decision, median | fastest | times the one before | n log n would be |");
        page.WriteLine("|---|---|---|---|---|");
        var history = History(day);
        var (before, waitingBefore) = (0.0, 0);
        foreach (var waiting in new[] { 100, 1_000, 10_000, 100_000 })
        {
            var (median, time) = Measure(
                new DeadlinePolicy(day, new DeadlineSettings()),
                Situation(waiting, history),
                repeats: Math.Max(60, 200_000 / waiting)
            );
            page.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {waiting} | {median:0.00} ms | {time:0.00} ms | {(before > 0 ? $"{time / before:0.0}" : "")} | {(before > 0 ? $"{waiting * Math.Log(waiting) / (waitingBefore * Math.Log(waitingBefore)):0.0}" : "")} |"
                )
            );
            (before, waitingBefore) = (time, waiting);
        }
        page.WriteLine();
    }

    private static (double Median, double Fastest) Measure(DeadlinePolicy policy, Situation situation, int repeats)
    {
        for (var i = 0; i < 30; i++)
            policy.Decide(situation);
        var times = Enumerable
            .Range(0, Math.Min(repeats, 400))
            .Select(_ =>
            {
                var watch = Stopwatch.StartNew();
                policy.Decide(situation);
                return watch.Elapsed.TotalMilliseconds;
            })
            .ToArray();
        return (PolicyBenchmark.Median(times), times.Min());
    }

    private static Situation Situation(int waiting, ArrivalHistory history)
    {
        var random = new Random(waiting);
        double[] values = [1, 3, 4, 5, 8, 10, 16, 20];
        return new Situation
        {
            Kind = RunKind.Tick,
            Now = Now,
            Waiting =
            [
                .. Enumerable
                    .Range(1, waiting)
                    .Select(n => new WaitingMail(
                        new Guid(n, 0, 0, new byte[8]),
                        Now.AddHours(-random.Next(1, 90)),
                        Now.AddHours(1 + 240 * random.NextDouble()),
                        9,
                        values[random.Next(values.Length)]
                    )),
            ],
            Credits = new CreditsLeft.Today(300),
            CreditsADay = 300,
            History = history,
        };
    }

    private static ArrivalHistory History(CreditDay day)
    {
        var (log, random) = (new ArrivalLog(day), new Random(1));
        for (var n = 0; n < 28 * 300; n++)
        {
            var at = Now.AddDays(-28 * random.NextDouble() - 1);
            log.Add(at, at.AddHours(1 + 100 * random.NextDouble()), random.Next(1, 11));
        }
        return log.Before(Now);
    }
}
