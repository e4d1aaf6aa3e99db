using System.CommandLine;
using System.Globalization;
using MailDispatcher.Core.Reports;
using MailDispatcher.Web.View;
using Spectre.Console;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary>
/// <c>consumer forecast</c>: which waiting mails will miss, what would save them, and when the others go.
/// </summary>
internal static class ForecastCommand
{
    public static Command Create()
    {
        var options = new DaemonOptions();
        var most = DaemonOptions.Most("How many mails to list; --json has all of them.", 50);
        var command = new Command(
            "forecast",
            "Which waiting mails will miss their deadlines, and what would save them; when the others go, and why "
                + "then. Exit code 1 when any will miss."
        )
        {
            most,
        };
        return options.On(
            command,
            async (client, parsed, cancel) =>
            {
                var json = (await client.ReadAsync("api/forecast", cancel))!;
                var forecast = DaemonClient.Parse(json, OpsJson.Default.ForecastView);
                if (options.AsJson(parsed))
                    Console.WriteLine(json);
                else
                    Print(forecast, parsed.GetValue(most));
                return forecast.Misses is { Count: > 0 } ? ExitCode.Failed : ExitCode.Done;
            }
        );
    }

    private static void Print(ForecastView forecast, int most)
    {
        var clock = new TimeFormat(TimeZoneInfo.FindSystemTimeZoneById(forecast.Zone), forecast.At);
        Terminal.Write(forecast.Headline);
        Console.WriteLine();
        foreach (var (what, words) in Events(forecast, clock))
            Console.WriteLine($"  {what, -22} {words}");
        if (forecast.Mails.Count > 0)
            AnsiConsole.Write(WaitingCommand.Table(forecast.Mails.Take(most), clock));
        if (forecast.Mails.Count > most)
            Console.WriteLine($"{most} of {TimeFormat.Count(forecast.Mails.Count, "mail")}; --most lists more.");
    }

    private static IEnumerable<(string What, string Words)> Events(ForecastView forecast, TimeFormat clock)
    {
        yield return ("waiting", forecast.WaitingCount.ToString(CultureInfo.InvariantCulture));
        if (forecast.Misses is not { } misses)
        {
            yield return ("forecast", "none: the pending queue was not looked into yet, or nobody knows the credits");
            yield break;
        }

        yield return (
            "will miss",
            misses.First is { } first
                ? $"{misses.Count}, {misses.Urgent} of them within 24 hours; the first {clock.At(first)}"
                : "none"
        );
        if (misses.Count > 0)
            yield return (
                "would save them",
                misses.CreditsNeeded is { } needed
                    ? TimeFormat.Count(needed, "more credit")
                        + (misses.BeyondHelp > 0 ? $" (all but {misses.BeyondHelp})" : "")
                    : "no number of credits"
            );
        yield return (
            "today's credits",
            misses.TodaySuffices is { } chance
                ? $"suffice with a chance of {(chance * 100).ToString("0", CultureInfo.InvariantCulture)} %, judged "
                    + "by past days like this one"
                : "nobody can say whether they suffice: no past day is known"
        );
    }
}
