using System.CommandLine;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary><c>consumer run</c>: the daemon.</summary>
internal static class RunCommand
{
    public static Command Create(DaemonDependencies dependencies)
    {
        var command = new Command("run", "Run the dispatcher until it is told to stop (SIGTERM).");
        command.SetAction(
            (_, cancellationToken) =>
                ServeCommand.RunAsync(
                    async () =>
                    {
                        await using var app = DaemonHost.Build(dependencies: dependencies);
                        await app.RunAsync(cancellationToken);
                    },
                    ("The page's port", "Ops__Port and Ops__Listen"),
                    cancellationToken
                )
        );
        return command;
    }
}
