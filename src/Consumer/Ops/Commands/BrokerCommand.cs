using MailDispatcher.Broker.Connecting;
using MailDispatcher.Client;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Core.Ports;
using MailDispatcher.Settings;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary>What the commands that speak to the broker themselves have in common.</summary>
internal static class BrokerCommand
{
    /// <summary>Runs work on a connection of its own; what goes wrong is one sentence and exit code 2.</summary>
    public static async Task<int> RunAsync(
        Func<BrokerConnection, DaemonSettings, Task<int>> work,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var settings = DaemonSettings.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build());
            await using var broker = await BrokerConnection.OpenAsync(
                settings.Broker,
                "mail dispatcher command",
                cancellationToken
            );
            return await work(broker, settings);
        }
        catch (Exception e)
            when (e
                    is InvalidSettingsException
                        or SessionLostException
                        or QueueUnusableException
                        or FormatException
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            await Console.Error.WriteLineAsync(
                e is SessionLostException ? $"The broker can't be used: {e.Message}" : e.Message
            );
            return ExitCode.Usage;
        }
    }
}
