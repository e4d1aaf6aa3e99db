using System.CommandLine;
using System.Globalization;
using MailDispatcher.Core.Reports;
using MailDispatcher.Web.View;
using Spectre.Console;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary><c>consumer events</c>: what happened to the dispatcher, and who did what to it.</summary>
internal static class EventsCommand
{
    public static Command Create()
    {
        var options = new DaemonOptions();
        var kind = new Option<string?>("--kind") { Description = "Only those about this." };
        kind.AcceptOnlyFromAmong([.. Enum.GetNames<EventKind>().Select(name => name.ToLowerInvariant())]);
        var by = new Option<string?>("--by") { Description = "Only what this person did." };
        var most = DaemonOptions.Most("How many to list, the newest first.", 50);
        return options.On(
            new Command("events", "What happened to the dispatcher, and who did what to it.") { kind, by, most },
            async (client, parsed, cancel) =>
            {
                var limit = parsed.GetValue(most).ToString(CultureInfo.InvariantCulture);
                var json = (
                    await client.ReadAsync(
                        $"api/events?kind={parsed.GetValue(kind)}&by={Uri.EscapeDataString(parsed.GetValue(by) ?? "")}"
                            + $"&most={limit}",
                        cancel
                    )
                )!;
                if (options.AsJson(parsed))
                    Console.WriteLine(json);
                else
                    Print(DaemonClient.Parse(json, OpsJson.Default.EventList));
                return ExitCode.Done;
            }
        );
    }

    private static void Print(EventList list)
    {
        var clock = new TimeFormat(TimeZoneInfo.FindSystemTimeZoneById(list.Zone), list.At);
        var table = new Table().Border(TableBorder.Simple).AddColumns("At", "What", "");
        foreach (var row in list.Events)
            table.AddRow(new Text(clock.Exactly(row.At)), new Text(row.What), new Text(row.Words));
        if (list.Events.Count > 0)
            AnsiConsole.Write(table);
        Console.WriteLine(
            list.Count == list.Events.Count
                ? $"{TimeFormat.Count(list.Count, "event")}."
                : $"{list.Events.Count} of {TimeFormat.Count(list.Count, "event")}; --most lists more."
        );
    }
}
