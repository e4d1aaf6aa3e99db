using System.CommandLine;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Settings;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary><c>consumer intake</c>: takes mail requests over HTTP, and does nothing else.</summary>
internal static class IntakeCommand
{
    public static Command Create()
    {
        var command = new Command(
            "intake",
            "Take mail requests over HTTP (Intake__Apps__NAME) until SIGTERM, beside any number of others; it sends "
                + "nothing."
        );
        command.SetAction(
            async (_, cancellationToken) =>
            {
                try
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var settings = DaemonSettings.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build());
                    if (settings.Intake.Apps.Count == 0)
                        throw new FormatException("Set Intake__Apps__NAME: no app may ask for mails yet.");
                    await using var host = IntakeHost.Build(settings);
                    await host.RunAsync(cancellationToken);
                    return ExitCode.Done;
                }
                catch (OperationCanceledException)
                {
                    return ExitCode.Done;
                }
                catch (Exception e) when (e is InvalidSettingsException or FormatException)
                {
                    await Console.Error.WriteLineAsync(e.Message);
                    return ExitCode.Usage;
                }
                catch (IOException e)
                {
                    await Console.Error.WriteLineAsync(
                        $"The port can't be opened: {e.Message} Set Ops__Port and Ops__Listen."
                    );
                    return ExitCode.Usage;
                }
            }
        );
        return command;
    }
}
