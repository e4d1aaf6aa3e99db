using System.CommandLine;
using System.Globalization;
using MailDispatcher.Core.Reports;
using MailDispatcher.Web.View;
using Spectre.Console;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary><c>consumer waiting</c>: what waits, soonest send first, with the reason of each place.</summary>
internal static class WaitingCommand
{
    // What the page shows, and what 'why' and 'find' take.
    private const int IdShown = 8;

    public static Command Create()
    {
        var options = new DaemonOptions();
        var urgency = new Option<string?>("--urgency")
        {
            Description =
                $"Only this urgency: {string.Join(", ", UrgencyBand.All.Select(b => $"{b.Key} ({b.Words})"))}.",
        };
        var due = new Option<string?>("--due")
        {
            Description =
                $"Only this time to the deadline: "
                + $"{string.Join(", ", DueBand.All.Select(b => $"{b.Key} ({b.Words})"))}.",
        };
        urgency.AcceptOnlyFromAmong([.. UrgencyBand.All.Select(b => b.Key)]);
        due.AcceptOnlyFromAmong([.. DueBand.All.Select(b => b.Key)]);
        var misses = new Option<bool>("--misses") { Description = "Only those that will miss their deadlines." };
        var most = DaemonOptions.Most("How many to list.", 50);
        var command = new Command("waiting", "The mails that wait: when each goes, and why then.")
        {
            urgency,
            due,
            misses,
            most,
        };
        return options.On(
            command,
            async (client, parsed, cancel) =>
            {
                var limit = parsed.GetValue(most).ToString(CultureInfo.InvariantCulture);
                var json = (
                    await client.ReadAsync(
                        $"api/waiting?urgency={parsed.GetValue(urgency)}&due={parsed.GetValue(due)}"
                            + $"&misses={(parsed.GetValue(misses) ? "1" : "")}&most={limit}",
                        cancel
                    )
                )!;
                if (options.AsJson(parsed))
                {
                    Console.WriteLine(json);
                    return ExitCode.Done;
                }

                var list = DaemonClient.Parse(json, OpsJson.Default.WaitingList);
                var clock = new TimeFormat(TimeZoneInfo.FindSystemTimeZoneById(list.Zone), list.At);
                if (list.Mails.Count > 0)
                    AnsiConsole.Write(Table(list.Mails, clock));
                Console.WriteLine(
                    list.Count == list.Mails.Count
                        ? $"{TimeFormat.Count(list.Count, "mail")}."
                        : $"{list.Mails.Count} of {TimeFormat.Count(list.Count, "mail")}; --most lists more."
                );
                return ExitCode.Done;
            }
        );
    }

    internal static Table Table(IEnumerable<WaitingRow> rows, TimeFormat clock)
    {
        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumns(
                // An id that is cut can't be asked for.
                new TableColumn("Goes"),
                new TableColumn("Mail").NoWrap(),
                new TableColumn("Template"),
                new TableColumn("Topic"),
                new TableColumn("Urgency"),
                new TableColumn("Deadline"),
                new TableColumn("Why")
            );
        foreach (var row in rows)
        {
            table.AddRow(
                new Markup(
                    row.Misses == true
                        ? "[red]misses[/]"
                        : Markup.Escape(row.SendAt is { } at ? clock.At(at) : "not known")
                ),
                new Text(row.Id.ToString()[..IdShown]),
                new Text(row.Template),
                new Text(row.Topic ?? ""),
                new Text(row.Urgency.ToString(CultureInfo.InvariantCulture)),
                new Text(clock.At(row.Deadline)),
                new Text(row.Reason ?? "")
            );
        }

        return table;
    }
}
