using System.Globalization;
using MailDispatcher.Core.Policy;
using MailDispatcher.Simulation;

namespace MailDispatcher.Benchmarks;

/// <summary>
/// How far the forecast of misses can be trusted: made each hour, after the run of that hour, and judged on each mail
/// one, four and twelve hours before its deadline; and how many of its warnings were taken back.
/// </summary>
internal static class ForecastBenchmark
{
    private static readonly TimeSpan[] Ahead = [TimeSpan.FromHours(1), TimeSpan.FromHours(4), TimeSpan.FromHours(12)];

    // Lower ends, in percent, of the chances of a miss that are judged together, four hours ahead.
    private static readonly int[] Chances = [0, 20, 50, 60, 80];
    private const int ChancesAhead = 1;

    public static int Run(string file, CreditDay day, DailyCredits credits)
    {
        // Written as it is found: the run takes a while.
        using var page = new StreamWriter(file) { AutoFlush = true, NewLine = "\n" };
        page.WriteLine("# How far the forecast can be trusted");
        page.WriteLine();
        page.WriteLine("Written by `./dev bench forecast`; don't edit it.");
        page.WriteLine();
        page.WriteLine(
            "Forecasts each hour, after the run that is due; judged is the last one made at least 1, 4 or 12 hours before a mail's deadline. Recall: of the mails that missed, those that were forecast to. Precision: of those forecast to miss, those that did. Mails that came later could not be forecast and are left out. Taken back: of all warnings, those that a later forecast no longer gave while the mail still waited. Three seeds each."
        );
        page.WriteLine();
        page.WriteLine(
            "| demand | policy | missed | recall 1 h | 4 h | 12 h | precision 1 h | 4 h | 12 h | warned | taken back | without keeping |"
        );
        page.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
        var chances = new List<string>();
        string[] demands =
        [
            "cancellation-bursts",
            "load-1.2",
            "load-2",
            "short-notice",
            "late-flood",
            "late-flood-today",
        ];
        foreach (var name in demands)
        foreach (var deadline in new[] { true, false })
        {
            int[] seeds = [1, 2, 3];
            var all = seeds
                .AsParallel()
                .Select(seed => Play(Demand.Named(name)!.Trace(seed), deadline, day, credits))
                .ToList();
            var missed = all.Sum(r => r.Missed);
            string[] cells =
            [
                .. Ahead.Select((_, h) => Percent(all.Sum(r => r.Both[h]), all.Sum(r => r.MissedOf[h]))),
                .. Ahead.Select((_, h) => Percent(all.Sum(r => r.Both[h]), all.Sum(r => r.Foreseen[h]))),
                all.Sum(r => r.Warned).ToString(CultureInfo.InvariantCulture),
                Percent(all.Sum(r => r.TakenBack), all.Sum(r => r.Warned)),
                Percent(all.Sum(r => r.TakenBackAtOnce), all.Sum(r => r.WarnedAtOnce)),
            ];
            page.WriteLine(
                $"| {name} | {(deadline ? "deadline" : "hourly")} | {missed} | {string.Join(" | ", cells)} |"
            );
            var judged = Chances.Select(
                (_, c) => (Said: all.Sum(r => r.Said[c].Count), Came: all.Sum(r => r.Said[c].Missed))
            );
            if (deadline)
                chances.Add(
                    $"| {name} | {string.Join(" | ", judged.Select(j => $"{Percent(j.Came, j.Said)} of {j.Said}"))} |"
                );
        }

        page.WriteLine();
        page.WriteLine(
            "A forecast says with what chance each mail misses. How many did, of those said to four hours before their deadline (policy `deadline`); from 50 % on it is a warning:"
        );
        page.WriteLine();
        page.WriteLine(
            $"| demand | {string.Join(" | ", Chances.Select((c, i) => $"{c} to {(i + 1 < Chances.Length ? Chances[i + 1] : 100)} %"))} |"
        );
        page.WriteLine($"|---|{string.Concat(Chances.Select(_ => "---|"))}");
        foreach (var line in chances)
            page.WriteLine(line);
        return 0;
    }

    private static Result Play(IReadOnlyList<TraceMail> trace, bool deadline, CreditDay day, DailyCredits credits)
    {
        IForecaster forecaster = deadline
            ? new DeadlineForecaster(day, new DeadlineSettings())
            : new HourlyForecaster(
                12,
                day,
                HourlyForecaster.FullHours(day, TimeSpan.FromMinutes(55)),
                new DeadlineSettings()
            );
        var keeping = new WarnedMails();
        var (kept, raw) = (new Warnings(), new Warnings());
        var next = DateTimeOffset.MinValue;
        var results = PolicyBenchmark.Play(
            trace,
            deadline,
            credits,
            (situation, decision) =>
            {
                if (situation.Now < next)
                    return;
                next = situation.Now.AddMinutes(59);
                var sent = decision.Send.Select(m => m.Id).ToHashSet();
                var after = situation with
                {
                    Waiting = [.. situation.Waiting.Where(m => !sent.Contains(m.Id))],
                    Credits = situation.Credits is CreditsLeft.Today today
                        ? new CreditsLeft.Today(today.Mails - sent.Count)
                        : situation.Credits,
                };
                var forecast = forecaster.Foresee(after);
                raw.Note(forecast, situation.Now);
                kept.Note(keeping.Keep(forecast), situation.Now);
            }
        );
        return kept.Judge(results) with { WarnedAtOnce = raw.Count, TakenBackAtOnce = raw.TakenBack };
    }

    private static string Percent(int part, int whole) =>
        whole == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0.0} %");

    private sealed record Result(int Missed, int[] MissedOf, int[] Foreseen, int[] Both, int Warned, int TakenBack)
    {
        /// <summary>Of each of <see cref="Chances"/>.</summary>
        public required (int Count, int Missed)[] Said { get; init; }

        public int WarnedAtOnce { get; init; }

        public int TakenBackAtOnce { get; init; }
    }

    private sealed class Warnings
    {
        private readonly Dictionary<int, bool>[] _foreseen =
        [
            [],
            [],
            [],
        ];
        private readonly Dictionary<int, double> _chance = [];
        private readonly HashSet<int> _warned = [];
        private readonly HashSet<int> _takenBack = [];

        public int Count => _warned.Count;

        public int TakenBack => _takenBack.Count;

        public void Note(Forecast forecast, DateTimeOffset now)
        {
            foreach (var mail in forecast.Mails)
            {
                var (index, misses) = (SimulatedQueue.IndexOf(mail.Mail.Id), mail is MailForecast.Misses);
                for (var h = 0; h < Ahead.Length; h++)
                    if (mail.Mail.Deadline - now >= Ahead[h])
                        _foreseen[h][index] = misses;
                if (mail.Mail.Deadline - now >= Ahead[ChancesAhead])
                    _chance[index] = mail.MissChance;
                if (misses)
                    _warned.Add(index);
                else if (_warned.Contains(index))
                    _takenBack.Add(index);
            }
        }

        public Result Judge(IReadOnlyList<MailResult> results)
        {
            bool Missed(int index) => results[index] is MailResult.Expired;
            return new Result(
                _foreseen[0].Keys.Count(Missed),
                [.. _foreseen.Select(f => f.Keys.Count(Missed))],
                [.. _foreseen.Select(f => f.Count(m => m.Value))],
                [.. _foreseen.Select(f => f.Count(m => m.Value && Missed(m.Key)))],
                _warned.Count,
                _takenBack.Count
            )
            {
                Said =
                [
                    .. Chances.Select(
                        (low, c) =>
                        {
                            var high = c + 1 < Chances.Length ? Chances[c + 1] : 101;
                            var said = _chance.Where(m => m.Value * 100 >= low && m.Value * 100 < high).ToList();
                            return (said.Count, said.Count(m => Missed(m.Key)));
                        }
                    ),
                ],
            };
        }
    }
}
