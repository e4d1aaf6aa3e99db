using System.CommandLine;
using System.Globalization;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Reports;
using MailDispatcher.Web.View;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary><c>consumer report</c>: a day in numbers, from the journal.</summary>
internal static class ReportCommand
{
    public static Command Create(TimeProvider clock)
    {
        var day = new Option<string?>("--day")
        {
            Description = "The day, yyyy-MM-dd in the dispatcher's zone; default today.",
        };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command(
            "report",
            "Print how a day's credits were spent, what was on time and what was not, and which plan would have "
                + "been enough."
        )
        {
            day,
            json,
        };
        command.SetAction(
            (arguments, cancellationToken) =>
                BrokerCommand.RunAsync(
                    async (broker, settings) =>
                    {
                        if (
                            !TryDay(
                                arguments.GetValue(day),
                                new CreditDay(settings.Dispatch.Zone).Of(clock.GetUtcNow()),
                                out var chosen
                            )
                        )
                        {
                            await Console.Error.WriteLineAsync("--day: write it as 2026-11-21.");
                            return ExitCode.Usage;
                        }

                        var memory = new Projection(settings.Dispatch.Zone, new ValueTable(settings.Dispatch.Values));
                        await JournalReader.ReadAsync(
                            broker,
                            settings.Topology.Journal.Name,
                            memory.Apply,
                            cancellationToken
                        );
                        if (
                            memory.Since is not { } since
                            || chosen < new CreditDay(settings.Dispatch.Zone).Of(since)
                            || chosen > new CreditDay(settings.Dispatch.Zone).Of(clock.GetUtcNow())
                        )
                        {
                            await Console.Error.WriteLineAsync(
                                UnknownDay(chosen, memory.Since, settings.Dispatch.Zone)
                            );
                            return ExitCode.Failed;
                        }

                        var report = DayReport.Of(
                            memory,
                            chosen,
                            new CreditDay(settings.Dispatch.Zone),
                            clock.GetUtcNow()
                        );
                        await Console.Out.WriteAsync(arguments.GetValue(json) ? report.ToJson() : report.ToText());
                        return ExitCode.Done;
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static string UnknownDay(DateOnly day, DateTimeOffset? since, TimeZoneInfo zone) =>
        since is { } first
            ? $"Nobody knows of {day:yyyy-MM-dd}: the journal tells of the days from "
                + $"{new CreditDay(zone).Of(first):yyyy-MM-dd} to today."
            : $"Nobody knows of {day:yyyy-MM-dd}: the journal is empty.";

    private static bool TryDay(string? text, DateOnly today, out DateOnly day)
    {
        day = today;
        return text is null
            || DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }
}
