using System.CommandLine;
using MailDispatcher.Consumer.Relay;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Settings;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary><c>consumer relay</c>: publishes the outbox of an app in any language.</summary>
internal static class RelayCommand
{
    public static Command Create()
    {
        var postgres = new Option<string?>("--postgres")
        {
            Description =
                "The app's database, postgresql://user@host/database; with a password, better in Relay__Postgres.",
        };
        var table = new Option<string?>("--table") { Description = "The outbox in it (default Relay__Table)." };
        var app = new Option<string?>("--app") { Description = "The app of requests that name none." };
        var once = new Option<bool>("--once") { Description = "Publish what stands there now, and end." };
        var command = new Command(
            "relay",
            "Publish an app's outbox in PostgreSQL (contracts/outbox.sql) until SIGTERM."
        )
        {
            postgres,
            table,
            app,
            once,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                ServeCommand.RunAsync(
                    async () =>
                    {
                        var settings = DaemonSettings.Read(
                            EnvironmentSettings.Read([
                                KeyValuePair.Create(RelaySettings.AddressName, parsed.GetValue(postgres)),
                                KeyValuePair.Create("Relay__Table", parsed.GetValue(table)),
                                KeyValuePair.Create("Relay__App", parsed.GetValue(app)),
                            ])
                        );
                        if (settings.Relay.Postgres is null)
                            throw new FormatException(
                                "Give --postgres postgresql://user@host/database, or set Relay__Postgres."
                            );
                        await using var host = RelayHost.Build(settings);
                        if (!parsed.GetValue(once))
                            await host.RunAsync(cancellationToken);
                        else
                            await OnceAsync(host, settings.Relay.Table, cancellationToken);
                    },
                    ("The port of the metrics", "Relay__Port"),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task OnceAsync(WebApplication host, string table, CancellationToken stopping)
    {
        try
        {
            await host.Services.GetRequiredService<OutboxRelay>().RunOnceAsync(stopping);
        }
        catch (Exception e) when (RelayWords.IsKnown(e))
        {
            throw new FormatException($"The outbox waits: {RelayWords.Of(e, table)}", e);
        }
    }
}
