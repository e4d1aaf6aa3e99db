using System.CommandLine;
using MailDispatcher.Core.Reports;
using MailDispatcher.Web.View;
using Spectre.Console;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary><c>consumer why</c>: one mail: where it stands, why, and what happened to it.</summary>
internal static class WhyCommand
{
    public static Command Create()
    {
        var options = new DaemonOptions();
        var id = new Argument<string>("id")
        {
            Description = "The mail id, or its first characters (4 at least).",
            Validators = { CheckId },
        };
        return options.On(
            new Command("why", "Why a mail is where it is, and its timeline; exit code 1 when nobody knows it.") { id },
            async (client, parsed, cancel) =>
            {
                var json = await client.ReadAsync($"api/mails/{Uri.EscapeDataString(parsed.GetValue(id)!)}", cancel);
                if (json is null)
                {
                    await Console.Error.WriteLineAsync(
                        $"Neither the pending queue nor the journal knows mail {parsed.GetValue(id)}. One published "
                            + "a moment ago shows after the next look."
                    );
                    return ExitCode.Failed;
                }

                if (options.AsJson(parsed))
                    Console.WriteLine(json);
                else
                    await PrintAsync(client, DaemonClient.Parse(json, OpsJson.Default.MailView), cancel);
                return ExitCode.Done;
            }
        );
    }

    private static void CheckId(System.CommandLine.Parsing.ArgumentResult result)
    {
        foreach (
            var token in result.Tokens.Where(t =>
                !Guid.TryParse(t.Value, out _) && !new MailQuery(t.Value, TimeZoneInfo.Utc).IsId
            )
        )
            result.AddError(
                $"Cannot parse '{token.Value}' as a mail id, or as the first {MailQuery.ShortestId} or more "
                    + "characters of one."
            );
    }

    private static async Task PrintAsync(DaemonClient client, MailView mail, CancellationToken cancel)
    {
        var snapshot = DaemonClient.Parse((await client.ReadAsync("api/status", cancel))!, OpsJson.Default.OpsSnapshot);
        var clock = new TimeFormat(TimeZoneInfo.FindSystemTimeZoneById(snapshot.Zone), snapshot.At);
        AnsiConsole.MarkupLineInterpolated($"[bold]{MailStatusWords.Of(mail.State)}[/] {mail.Why}");
        var entries = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        entries.AddRow(new Text("mail"), new Text(mail.Id.ToString()));
        entries.AddRow(new Text("template"), new Text(mail.Template));
        if (mail.Topic is { } topic)
            entries.AddRow(new Text("topic"), new Text(topic));
        if (mail.Recipient is { } recipient)
            entries.AddRow(new Text("to"), new Text(recipient));
        entries.AddRow(new Text("asked for"), new Text(clock.Exactly(mail.Arrived)));
        if (mail.Deadline is { } deadline)
            entries.AddRow(new Text("deadline"), new Text($"{clock.At(deadline)}, {clock.Relative(deadline)}"));
        if (mail.SendAt is { } goes)
            entries.AddRow(new Text("goes"), new Text(clock.At(goes)));
        AnsiConsole.Write(entries);
        foreach (var step in mail.Timeline)
            AnsiConsole.MarkupLineInterpolated(
                $"  {clock.Exactly(step.At)}  [{Terminal.Colour(step.State)}]●[/] {step.What}: {step.Words}"
            );
        if (!mail.TimelineIsWhole)
            AnsiConsole.WriteLine("  The journal could not be read to its end in time; ask again for more.");
    }
}
