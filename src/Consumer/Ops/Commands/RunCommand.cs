using System.CommandLine;
using MailDispatcher.Settings;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary><c>consumer run</c>: the daemon.</summary>
internal static class RunCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("run", "Run the dispatcher until it is told to stop (SIGTERM).");
        command.SetAction(
            async (_, cancellationToken) =>
            {
                try
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await using var app = DaemonHost.Build(surroundings: surroundings);
                    await app.RunAsync(cancellationToken);
                    return ExitCode.Done;
                }
                catch (Exception e) when (e is InvalidSettingsException or FormatException or ArgumentException)
                {
                    await Console.Error.WriteLineAsync(e.Message);
                    return ExitCode.Usage;
                }
                catch (OperationCanceledException)
                {
                    // Told to stop before it had started.
                    return ExitCode.Done;
                }
                catch (IOException e)
                {
                    await Console.Error.WriteLineAsync(
                        $"The page's port can't be opened: {e.Message} Set Ops__Port and Ops__Listen."
                    );
                    return ExitCode.Usage;
                }
            }
        );
        return command;
    }
}
