using MailDispatcher.Consumer.Settings;
using MailDispatcher.MailManager.Events;
using MailDispatcher.Settings;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary>What the commands that speak to the provider themselves have in common.</summary>
internal static class ProviderCommand
{
    /// <summary>Runs work with the provider; what is wrong with the settings is one sentence and exit code 2.</summary>
    public static async Task<int> RunAsync(Func<IProviderEvents, DaemonSettings, Task<int>> work)
    {
        try
        {
            var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
            var settings = DaemonSettings.ReadWithoutBroker(configuration);
            var services = new ServiceCollection().AddLogging().AddProvider(settings.Provider);
            await using var provider = services.BuildServiceProvider();
            return await work(provider.GetRequiredService<IProviderEvents>(), settings);
        }
        catch (InvalidSettingsException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
        }

        return ExitCode.Usage;
    }
}
