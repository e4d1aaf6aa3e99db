using System.CommandLine;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary>All that <c>consumer</c> can do.</summary>
public static class CommandLine
{
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken stopping)
    {
        Terminal.Prepare();
        var command = Create().Parse(arguments);
        // Its own handler of signals ends the process when one comes before the command has begun.
        var exitCode = await command.InvokeAsync(
            new InvocationConfiguration { ProcessTerminationTimeout = null },
            stopping
        );
        return command.Errors.Count > 0 ? ExitCode.Usage : exitCode;
    }

    public static RootCommand Create()
    {
        var root = new RootCommand(
            "Mail Dispatcher: spends a daily allowance of mails on the mails that matter most, soonest."
        );
        root.Add(RunCommand.Create());
        root.Add(HealthCommand.Create());
        root.Add(SettingsCommand.Create());
        root.Add(DefinitionsCommand.Create());
        root.Add(SimulateCommand.Create());
        root.Add(WhatIfCommand.Create());
        root.Add(DemandCommand.Create());
        root.Add(ParkedCommand.Create());
        root.Add(ReportCommand.Create());
        root.Add(TraceCommand.Create());
        root.Add(CheckCommand.Create());
        root.Add(StatusCommand.Create());
        root.Add(WaitingCommand.Create());
        root.Add(ForecastCommand.Create());
        root.Add(WhyCommand.Create());
        root.Add(FindCommand.Create());
        root.Add(WebhooksCommand.Create());
        root.Add(SuppressionCommand.Create());
        root.Add(CompletionCommand.Create());
        foreach (var action in ActionCommand.CreateAll())
            root.Add(action);
        return root;
    }
}
