using System.CommandLine;
using System.Text.Json;
using MailDispatcher.Broker.Definitions;
using MailDispatcher.Consumer.Settings;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary>
/// <c>consumer definitions</c>: the queues and accounts for a broker to import, made from the passwords given, which
/// are in it as salted hashes only.
/// </summary>
internal static class DefinitionsCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var publisher = PasswordFile("publisher", "host apps; may only write to the pending queue");
        var dispatcher = PasswordFile("dispatcher", "the daemon; may use its own queues");
        var monitor = PasswordFile("monitor", "people and tools that look at RabbitMQ's page; may read it");
        var vhost = new Option<string>("--vhost") { Description = "The virtual host.", DefaultValueFactory = _ => "/" };
        var output = new Option<FileInfo?>("--output")
        {
            Description = "Where to write it; standard output without it.",
        };
        var command = new Command(
            "definitions",
            "Make RabbitMQ definitions (rabbitmqctl import_definitions): our queues, and three accounts with least permission."
        )
        {
            publisher,
            dispatcher,
            monitor,
            vhost,
            output,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                try
                {
                    var definitions =
                        BrokerDefinitions
                            .Create(
                                parsed.GetValue(vhost)!,
                                DaemonSettings
                                    .ReadWithoutBroker(new ConfigurationBuilder().AddEnvironmentVariables().Build())
                                    .Topology,
                                new Dictionary<string, string>
                                {
                                    [BrokerDefinitions.Publisher] = Password(parsed.GetValue(publisher)!),
                                    [BrokerDefinitions.Dispatcher] = Password(parsed.GetValue(dispatcher)!),
                                    [BrokerDefinitions.Monitor] = Password(parsed.GetValue(monitor)!),
                                }
                            )
                            .ToJsonString(Indented) + "\n";
                    if (parsed.GetValue(output) is { } file)
                        await File.WriteAllTextAsync(file.FullName, definitions, cancellationToken);
                    else
                        await Console.Out.WriteAsync(definitions);
                    return ExitCode.Done;
                }
                catch (Exception e)
                    when (e is InvalidSettingsException or IOException or UnauthorizedAccessException or FormatException
                    )
                {
                    await Console.Error.WriteLineAsync(e.Message);
                    return ExitCode.Usage;
                }
            }
        );
        return command;
    }

    private static Option<FileInfo> PasswordFile(string account, string about) =>
        new($"--{account}-password-file")
        {
            Description = $"File with the password of mail-{account}: {about}.",
            Required = true,
        };

    private static string Password(FileInfo file) =>
        File.ReadAllText(file.FullName).Trim() is { Length: > 0 } password
            ? password
            : throw new FormatException($"{file.FullName} is empty; it should hold a password.");
}
