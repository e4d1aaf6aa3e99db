using System.CommandLine;
using System.Runtime.CompilerServices;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary>All that <c>consumer</c> can do.</summary>
internal static class CommandLine
{
    /// <returns>The exit code.</returns>
    // Before all else, so that no moment of the start is without it: by default a process is ended in the middle of a
    // mail. A method of its own, because the next one can't begin before System.CommandLine is loaded.
    public static Task<int> RunAsync(IReadOnlyList<string> arguments, DaemonDependencies dependencies) =>
        RunAsync(arguments, dependencies, StopSignal.Listen(DaemonHost.ShutdownTimeout + TimeSpan.FromSeconds(5)));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<int> RunAsync(
        IReadOnlyList<string> arguments,
        DaemonDependencies dependencies,
        CancellationToken stopping
    )
    {
        Terminal.Prepare();
        var command = Create(dependencies).Parse(arguments);
        // Its own handler of signals ends the process when one comes before the command has begun.
        var exitCode = await command.InvokeAsync(
            new InvocationConfiguration { ProcessTerminationTimeout = null },
            stopping
        );
        return command.Errors.Count > 0 ? ExitCode.Usage : exitCode;
    }

    public static RootCommand Create(DaemonDependencies dependencies)
    {
        var root = new RootCommand(
            "Mail Dispatcher: spends a daily allowance of mails on the mails that matter most, soonest."
        );
        root.Add(RunCommand.Create(dependencies));
        root.Add(RelayCommand.Create());
        root.Add(IntakeCommand.Create());
        root.Add(HealthCommand.Create());
        root.Add(SettingsCommand.Create());
        root.Add(DefinitionsCommand.Create());
        root.Add(SimulateCommand.Create());
        root.Add(WhatIfCommand.Create());
        root.Add(DemandCommand.Create());
        root.Add(ParkedCommand.Create(dependencies));
        root.Add(ReportCommand.Create(dependencies.Clock));
        root.Add(TraceCommand.Create());
        root.Add(JournalCommand.Create());
        root.Add(CheckCommand.Create());
        root.Add(ConformanceCommand.Create());
        root.Add(StatusCommand.Create());
        root.Add(WaitingCommand.Create());
        root.Add(ForecastCommand.Create());
        root.Add(WhyCommand.Create());
        root.Add(FindCommand.Create());
        root.Add(PersonCommand.Create());
        root.Add(EventsCommand.Create());
        root.Add(WebhooksCommand.Create());
        root.Add(SuppressionCommand.Create(dependencies.Clock));
        root.Add(CompletionCommand.Create());
        foreach (var action in ActionCommand.CreateAll())
            root.Add(action);
        return root;
    }
}
