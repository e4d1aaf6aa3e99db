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
        page.WriteLine("## Time of one decision and of one forecast");
        page.WriteLine();
        page.WriteLine(
            "Four weeks of history, 300 credits; waiting mails with notices up to ten days. Growth is that of the fastest of many decisions: what else runs on the machine slows the median."
        );
        page.WriteLine();
        page.WriteLine(
            "| waiting | a decision, median | fastest | times the one before | n log n would be | a forecast, fastest |"
        );
        page.WriteLine("|---|---|---|---|---|---|");
        var history = History(day);
        var (before, waitingBefore) = (0.0, 0);
        foreach (var waiting in new[] { 100, 1_000, 10_000, 100_000, 1_000_000 })
        {
            var situation = Situation(waiting, history, day);
            var policy = new DeadlinePolicy(day, new DeadlineSettings());
            var (median, time) = Measure(() => policy.Decide(situation), Math.Max(20, 200_000 / waiting));
            var forecaster = new DeadlineForecaster(day, new DeadlineSettings());
            var (_, forecast) = Measure(() => forecaster.Foresee(situation), Math.Max(5, 50_000 / waiting));
            page.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {waiting} | {median:0.00} ms | {time:0.00} ms | {(before > 0 ? $"{time / before:0.0}" : "")} | {(before > 0 ? $"{waiting * Math.Log(waiting) / (waitingBefore * Math.Log(waitingBefore)):0.0}" : "")} | {forecast:0.0} ms |"
                )
            );
            (before, waitingBefore) = (time, waiting);
        }
        page.WriteLine();
    }

    private static (double Median, double Fastest) Measure(Action work, int repeats)
    {
        for (var i = 0; i < Math.Min(30, repeats); i++)
            work();
        var times = Enumerable
            .Range(0, Math.Min(repeats, 400))
            .Select(_ =>
            {
                var watch = Stopwatch.StartNew();
                work();
                return watch.Elapsed.TotalMilliseconds;
            })
            .ToArray();
        return (PolicyBenchmark.Median(times), times.Min());
    }

    private static Situation Situation(int waiting, ArrivalHistory history, CreditDay day)
    {
        var random = new Random(waiting);
        double[] values = [1, 3, 4, 5, 8, 10, 16, 20];
        var mails = new WaitingSet(day); // as the daemon keeps them
        for (var n = 1; n <= waiting; n++)
            mails.Add(
                new WaitingMail(
                    new Guid(n, 0, 0, new byte[8]),
                    Now.AddHours(-random.Next(1, 90)),
                    Now.AddHours(1 + 240 * random.NextDouble()),
                    9,
                    values[random.Next(values.Length)]
                )
            );
        return new Situation
        {
            Kind = RunKind.Tick,
            Now = Now,
            Waiting = mails,
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
