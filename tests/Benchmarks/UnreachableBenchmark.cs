using System.Globalization;
using MailDispatcher.Simulation;

namespace MailDispatcher.Benchmarks;

/// <summary>
/// What it is worth to send nothing more to addresses that bounced: the same mails and the same credits, with
/// suppression and without.
/// </summary>
internal static class UnreachableBenchmark
{
    private const string DemandName = "load-1.2";
    private const int Days = 42;
    private const int CreditsADay = 300;
    private const int Seeds = 5;
    private const double Unreachable = 0.1;
    private static readonly int[] MailsPerAddress = [2, 8, 32];

    public static int Run(string file)
    {
        using var page = new StreamWriter(file) { NewLine = "\n" };
        foreach (var line in Introduction())
        {
            page.WriteLine(line);
            page.WriteLine();
        }

        page.WriteLine(
            "| mails per address | policy | suppression | mails | of them to nobody | credits spent | of them on nobody | credits saved | value on time, median | share of the optimum, median | worst |"
        );
        page.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var perAddress in MailsPerAddress)
        foreach (var deadline in new[] { true, false })
        {
            var runs = Enumerable
                .Range(1, Seeds)
                .AsParallel()
                .AsOrdered()
                .Select(seed => Drawn.Of(seed, perAddress))
                .Select(drawn => (Without: drawn.Play(deadline, false), With: drawn.Play(deadline, true)))
                .ToArray();
            var saved = runs.Average(r => r.Without.Bounced - r.With.Bounced);
            page.WriteLine(Row(perAddress, deadline, "no", [.. runs.Select(r => r.Without)], saved: null));
            page.WriteLine(Row(perAddress, deadline, "yes", [.. runs.Select(r => r.With)], saved));
        }

        return 0;
    }

    private static IEnumerable<string> Introduction() =>
        [
            "# What mail to nobody costs",
            "Written by `./dev bench unreachable`; don't edit it.",
            string.Create(
                CultureInfo.InvariantCulture,
                $"The demand `{DemandName}` of the [policy's benchmark](policy-benchmark.md) for {Days} days with {CreditsADay} credits a day, {Seeds} seeds; {Unreachable:0 %} of the addresses can't be reached. Each mail goes to an address that is drawn evenly from so many that each gets the named number of mails in the mean. The run goes on until nothing waits, so that mail of the last days leaves on some days more, with their credits. Figures are of a whole run, the mean over the seeds unless they say otherwise."
            ),
            "Assumed: an address that can't be reached never can; a mail to it costs its credit and bounces, and the provider tells so at once, before the next decision. Without suppression that changes nothing. With it, from that first bounce on, each mail to the address, waiting or still to come, is settled as undeliverable at no cost, and counts no more as demand that is expected. Nothing is known before an address's first bounce, although a daemon that runs for longer, or that mirrors the provider's list, knows most of them. The value of a mail that reaches nobody counts for nothing, for the optimum too: that is what somebody would reach who knows all mails and all addresses.",
            "Credits saved: those that went to nobody without suppression, less those that did with it. They are spent on other mail.",
        ];

    private static string Row(int perAddress, bool deadline, string suppression, Result[] runs, double? saved)
    {
        string[] cells =
        [
            Number(perAddress, "0"),
            deadline ? "deadline" : "hourly",
            suppression,
            Mean(r => r.Mails),
            Mean(r => r.ToNobody),
            Mean(r => r.Bounced + r.Reached),
            Mean(r => r.Bounced),
            saved is { } credits ? Number(credits, "0") : "-",
            Number(PolicyBenchmark.Median(runs.Select(r => r.Value)), "0"),
            Number(PolicyBenchmark.Median(runs.Select(r => r.Share)), "0.0000"),
            Number(runs.Min(r => r.Share), "0.0000"),
        ];
        return $"| {string.Join(" | ", cells)} |";

        string Mean(Func<Result, int> count) => Number(runs.Average(count), "0");
    }

    private static string Number(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);

    private sealed record Result(int Mails, int ToNobody, int Reached, int Bounced, double Value, double Share);

    /// <summary>One seed's mails, and which of their addresses can't be reached.</summary>
    private sealed record Drawn(IReadOnlyList<TraceMail> Trace, IReadOnlySet<string> Unreachable, double Optimum)
    {
        public static Drawn Of(int seed, int perAddress)
        {
            var random = new Random(seed);
            var mails = Demand.Named(DemandName)!.Trace(seed, Days, CreditsADay);
            var addresses = Enumerable
                .Range(0, Math.Max(1, mails.Count / perAddress))
                .Select(n => $"address {n.ToString(CultureInfo.InvariantCulture)}")
                .ToArray();
            var trace = mails.Select(m => m with { Recipient = addresses[random.Next(addresses.Length)] }).ToList();
            random.Shuffle(addresses);
            var unreachable = addresses
                .Take((int)Math.Round(addresses.Length * UnreachableBenchmark.Unreachable))
                .ToHashSet();
            var reachable = trace.Where(m => !unreachable.Contains(m.Recipient!)).ToList();
            return new Drawn(
                trace,
                unreachable,
                OfflineOptimum.ValueOf(reachable, PolicyBenchmark.Day, new DailyCredits(CreditsADay))
            );
        }

        public Result Play(bool deadline, bool suppressed)
        {
            var results = PolicyBenchmark.Play(
                Trace,
                deadline,
                new DailyCredits(CreditsADay),
                unreachable: new UnreachableRecipients(Unreachable, suppressed)
            );
            var value = Trace.Zip(results).Sum(p => p.Second is MailResult.Sent ? p.First.Value : 0);
            return new Result(
                Trace.Count,
                Trace.Count(m => Unreachable.Contains(m.Recipient!)),
                results.Count(f => f is MailResult.Sent),
                results.Count(f => f is MailResult.Bounced),
                value,
                value / Optimum
            );
        }
    }
}
