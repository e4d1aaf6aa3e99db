using System.CommandLine;
using System.Text;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Settings;
using Spectre.Console;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary><c>consumer settings</c>: what is in force, secrets masked, and what is wrong with it.</summary>
internal static class SettingsCommand
{
    public static Command Create()
    {
        var markdown = new Option<bool>("--markdown")
        {
            Description = "Print what can be set, with the defaults, as docs/settings.md has it.",
        };
        var command = new Command(
            "settings",
            "Print the settings in force (secrets masked); exit code 2 when any can't be used."
        )
        {
            markdown,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(markdown))
            {
                Console.Write(Markdown(DaemonSettings.Describe()));
                return ExitCode.Done;
            }

            try
            {
                var settings = DaemonSettings.ReadWhole(new ConfigurationBuilder().AddEnvironmentVariables().Build());
                Print(settings.All);
                foreach (var warning in settings.Warnings)
                    Console.Error.WriteLine(warning);
                return ExitCode.Done;
            }
            catch (InvalidSettingsException e)
            {
                Console.Error.WriteLine(e.Message);
                return ExitCode.Usage;
            }
        });
        return command;
    }

    private static void Print(IReadOnlyList<Setting> settings)
    {
        if (Console.IsOutputRedirected)
        {
            // A table would be cut at eighty columns.
            foreach (var setting in settings)
                Console.WriteLine($"{setting.Name}={setting.Value}");
            return;
        }

        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumns("Setting", "Value", "Default", "Allowed", "What it does");
        foreach (var setting in settings)
            table.AddRow(
                new[] { setting.Name, setting.Value, setting.Default, setting.Allowed, setting.About }
                    .Select(Markup.Escape)
                    .ToArray()
            );
        AnsiConsole.Write(table);
    }

    /// <summary>The page <c>docs/settings.md</c>.</summary>
    private static string Markdown(IReadOnlyList<Setting> settings)
    {
        var page = new StringBuilder(
            """
            # Settings

            Environment variables, all read and checked at start; whatever is wrong is said in one message, and the
            daemon does not start. An empty variable counts as not set. `consumer settings` prints those in force,
            secrets masked. This page is made by `consumer settings --markdown > docs/settings.md`.

            | Setting | Default | Allowed | What it does |
            |---|---|---|---|

            """
        );
        foreach (var setting in settings)
        {
            var standard = setting.Default.Length == 0 ? "" : $"`{setting.Default}`";
            page.Append($"| `{setting.Name}` | {standard} | {setting.Allowed} | {setting.About} |\n");
        }

        return page.ToString();
    }
}
