using System.Globalization;
using MailDispatcher.Simulation;

namespace MailDispatcher.Benchmarks;

/// <summary>
/// How far the forecast of misses can be trusted: made each hour, judged on each mail an hour or two before its
/// deadline.
/// </summary>
internal static class ForecastBenchmark
{
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(1);

    public static void Write(TextWriter page, CreditDay day, DailyCredits credits)
    {
        page.WriteLine("## Quality of the forecast");
        page.WriteLine();
        page.WriteLine(
            "The last forecast made at least an hour before a mail's deadline, with forecasts each hour. Mails that came later than that could not be forecast and are left out. Three seeds each."
        );
        page.WriteLine();
        page.WriteLine("| demand | policy | missed | of those forecast | forecast to miss | of those missed |");
        page.WriteLine("|---|---|---|---|---|---|");
        foreach (
            var name in new[]
            {
                "cancellation-bursts",
                "load-1.2",
                "load-2",
                "short-notice",
                "late-flood",
                "late-flood-today",
            }
        )
        foreach (var deadline in new[] { true, false })
        {
            var (missed, forecast, both) = (0, 0, 0);
            foreach (var seed in new[] { 1, 2, 3 })
            foreach (var (foreseen, happened) in Play(Demand.Named(name)!.Trace(seed), deadline, day, credits))
            {
                missed += happened ? 1 : 0;
                forecast += foreseen ? 1 : 0;
                both += foreseen && happened ? 1 : 0;
            }
            page.WriteLine(
                $"| {name} | {(deadline ? "deadline" : "hourly")} | {missed} | {Percent(both, missed)} | {forecast} | {Percent(both, forecast)} |"
            );
        }
    }

    /// <summary>For each mail with a forecast: whether it was to miss, and whether it did.</summary>
    private static IEnumerable<(bool Foreseen, bool Happened)> Play(
        IReadOnlyList<TraceMail> trace,
        bool deadline,
        CreditDay day,
        DailyCredits credits
    )
    {
        IForecaster forecaster = deadline
            ? new DeadlineForecaster(day, new DeadlineSettings())
            : new HourlyForecaster(
                12,
                day,
                HourlyForecaster.FullHours(day, TimeSpan.FromMinutes(55)),
                new DeadlineSettings()
            );
        var foreseen = new Dictionary<int, bool>();
        var next = DateTimeOffset.MinValue;
        var fates = PolicyBenchmark.Play(
            trace,
            deadline,
            credits,
            (situation, _) =>
            {
                if (situation.Now < next)
                    return;
                next = situation.Now.AddMinutes(59);
                foreach (var mail in forecaster.Foresee(situation).Mails)
                    if (mail.Mail.Deadline - situation.Now >= Ahead)
                        foreseen[SimulatedQueue.IndexOf(mail.Mail.Id)] = mail is MailForecast.Misses;
            }
        );
        return foreseen.Select(f => (f.Value, fates[f.Key] is MailResult.Expired));
    }

    private static string Percent(int part, int whole) =>
        whole == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0.0} %");
}
