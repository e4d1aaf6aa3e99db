using System.CommandLine;
using MailDispatcher.Core.Reports;
using MailDispatcher.Web.View;
using Spectre.Console;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary><c>consumer find</c>: where is my mail?</summary>
internal static class FindCommand
{
    public static Command Create()
    {
        var options = new DaemonOptions();
        var text = new Argument<string>("text")
        {
            Description =
                "The first characters of its id, or a part of its template's name; while it waits also of its "
                + "topic; or a day, as 2026-11-26, or an hour, as '2026-11-26 10', in which it came, was "
                + "due or was settled; or a recipient's address.",
        };
        return options.On(
            new Command("find", "Find mails by id, recipient, topic, template or time; exit code 1 when there is none.")
            {
                text,
            },
            async (client, parsed, cancel) =>
            {
                var json = await client.SearchAsync(parsed.GetValue(text)!, cancel);
                var hits = DaemonClient.Parse(json, OpsJson.Default.MailHits);
                if (options.AsJson(parsed))
                    Console.WriteLine(json);
                else
                    Print(hits);
                return hits.Mails.Count == 0 ? ExitCode.Failed : ExitCode.Done;
            }
        );
    }

    internal static void Print(MailHits hits)
    {
        var clock = new TimeFormat(TimeZoneInfo.FindSystemTimeZoneById(hits.Zone), hits.At);
        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumns(
                new TableColumn("Mail").NoWrap(),
                new TableColumn("State"),
                new TableColumn("Template"),
                new TableColumn("Asked for"),
                new TableColumn("Deadline")
            );
        foreach (var mail in hits.Mails)
            table.AddRow(
                new Text(mail.Id.ToString()),
                new Text(MailStatusWords.Of(mail.State)),
                new Text(mail.Template),
                new Text(clock.At(mail.Arrived)),
                new Text(clock.At(mail.Deadline))
            );
        if (hits.Mails.Count > 0)
            AnsiConsole.Write(table);
        Console.WriteLine($"{TimeFormat.Count(hits.Mails.Count, "mail")} found.");
        if (hits.Unknown is { } unknown)
            Console.Error.WriteLine(unknown);
    }
}
