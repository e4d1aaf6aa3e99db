using System.CommandLine;
using MailDispatcher.Consumer.Ops.Checks;
using Spectre.Console;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary><c>consumer check</c>: tells a deployer in one go what is wrong, without a daemon.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command(
            "check",
            "Check settings, broker and provider as the daemon would use them (missing queues are created); exit "
                + "code 1 when anything is wrong."
        )
        {
            json,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var lines = await DeploymentCheck.RunAsync(
                    new ConfigurationBuilder().AddEnvironmentVariables().Build(),
                    cancellationToken
                );
                if (lines.Count == 0)
                    lines =
                    [
                        CheckLine.Wrong(
                            "check",
                            "nothing could be checked",
                            "Run it again; if it stays, look at the settings."
                        ),
                    ];
                if (parsed.GetValue(json))
                    Console.WriteLine(
                        System.Text.Json.JsonSerializer.Serialize(lines, CheckJson.Default.IReadOnlyListCheckLine)
                    );
                else
                    Print(lines);
                return lines.All(line => line.IsOk) ? ExitCode.Done : ExitCode.Failed;
            }
        );
        return command;
    }

    private static void Print(IReadOnlyList<CheckLine> lines)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("", "What", "How it is");
        foreach (var line in lines)
            table.AddRow(
                new Markup(Mark(line)),
                new Text(line.What),
                new Text(line.Advice is null ? line.Words : $"{line.Words}\n{line.Advice}")
            );
        AnsiConsole.Write(table);
        var wrong = lines.Count(line => !line.IsOk);
        Console.WriteLine(
            wrong > 0 ? $"{wrong} of {lines.Count} {(wrong == 1 ? "is" : "are")} wrong."
            : lines.All(line => line.Advice is null) ? "Everything is as it should be."
            : "Nothing is wrong; look at the warnings."
        );
    }

    private static string Mark(CheckLine line) =>
        !line.IsOk ? "[red]wrong[/]"
        : line.Advice is null ? "[green]ok[/]"
        : "[yellow]warning[/]";
}
