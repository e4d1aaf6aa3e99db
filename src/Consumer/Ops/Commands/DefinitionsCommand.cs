using System.CommandLine;
using System.Text;
using System.Text.Json;
using MailDispatcher.Broker.Definitions;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Contracts;
using MailDispatcher.Settings;

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
        var app = new Option<string?>("--app")
        {
            Description =
                "Make an account for one host app instead (mail-app-NAME), which may write requests and read its "
                + "own outcomes, with --app-password-file.",
        };
        var appPassword = new Option<FileInfo?>("--app-password-file")
        {
            Description = "File with the password of that account.",
        };
        var account = new Option<string?>("--account")
        {
            Description =
                "For one of several mail accounts on one broker (docs/scale.md): a virtual host of that name, and "
                + "mail-publisher-NAME, mail-dispatcher-NAME and mail-monitor-NAME.",
        };
        var vhost = new Option<string?>("--vhost")
        {
            Description = "The virtual host; without it that of --account, else /.",
        };
        var output = new Option<FileInfo?>("--output")
        {
            Description = "Where to write it; standard output without it.",
        };
        var mode = new Option<string>("--mode")
        {
            Description = "The written file's permissions: 600, or 640 or 644 where another account's broker reads it.",
            DefaultValueFactory = _ => "600",
        };
        mode.AcceptOnlyFromAmong("600", "640", "644");
        var command = new Command(
            "definitions",
            "Make RabbitMQ definitions (rabbitmqctl import_definitions): our queues, and three accounts with least "
                + "permission."
        )
        {
            publisher,
            dispatcher,
            monitor,
            app,
            appPassword,
            account,
            vhost,
            output,
            mode,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                try
                {
                    var topology = DaemonSettings
                        .ReadWithoutBroker(new ConfigurationBuilder().AddEnvironmentVariables().Build())
                        .Topology;
                    var brand = parsed.GetValue(account) is { } given ? AppName("--account", given) : null;
                    var place = parsed.GetValue(vhost) ?? brand ?? "/";
                    var made = parsed.GetValue(app) is { } name
                        ? AppDefinitions.Create(place, topology, AppName("--app", name), Password(parsed, appPassword))
                        : BrokerDefinitions.Create(
                            place,
                            topology,
                            new Dictionary<string, string>
                            {
                                [BrokerDefinitions.Publisher] = Password(parsed, publisher),
                                [BrokerDefinitions.Dispatcher] = Password(parsed, dispatcher),
                                [BrokerDefinitions.Monitor] = Password(parsed, monitor),
                            },
                            brand
                        );
                    var definitions = made.ToJsonString(Indented) + "\n";
                    if (parsed.GetValue(output) is { } file)
                        await OwnersFile.WriteAsync(
                            file,
                            stream =>
                                stream.WriteAsync(Encoding.UTF8.GetBytes(definitions), cancellationToken).AsTask(),
                            parsed.GetValue(mode)!
                        );
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

    private static Option<FileInfo?> PasswordFile(string account, string about) =>
        new($"--{account}-password-file") { Description = $"File with the password of mail-{account}: {about}." };

    private static string AppName(string option, string name) =>
        MailRequestRules.IsAppName(name)
            ? name
            : throw new FormatException($"{option}: one word of letters, digits, - and _, at most 50.");

    private static string Password(ParseResult parsed, Option<FileInfo?> option) =>
        parsed.GetValue(option) is not { } file ? throw new FormatException($"Option '{option.Name}' is required.")
        : File.ReadAllText(file.FullName).Trim() is { Length: > 0 } password ? password
        : throw new FormatException($"{file.FullName} is empty; it should hold a password.");
}
