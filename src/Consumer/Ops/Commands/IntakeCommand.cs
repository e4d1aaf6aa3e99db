using System.CommandLine;
using MailDispatcher.Consumer.Settings;

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
            (_, cancellationToken) =>
                ServeCommand.RunAsync(
                    async () =>
                    {
                        var settings = DaemonSettings.Read(
                            new ConfigurationBuilder().AddEnvironmentVariables().Build()
                        );
                        if (settings.Intake.Apps.Count == 0)
                            throw new FormatException("Set Intake__Apps__NAME: no app may ask for mails yet.");
                        await using var host = IntakeHost.Build(settings);
                        await host.RunAsync(cancellationToken);
                    },
                    ("The port", "Ops__Port and Ops__Listen"),
                    cancellationToken
                )
        );
        return command;
    }
}
