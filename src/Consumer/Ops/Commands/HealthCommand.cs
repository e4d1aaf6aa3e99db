using System.CommandLine;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Settings;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary>
/// <c>consumer health</c>: asks the daemon on this machine; for container health checks, which have no shell.
/// </summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var command = new Command(
            "health",
            "Ask the daemon on this machine whether it is ready; exit code 1 when it is not."
        );
        var live = new Option<bool>("--live") { Description = "Whether it is alive, whatever its broker does." };
        command.Options.Add(live);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var port = new SettingsReader(new ConfigurationBuilder().AddEnvironmentVariables().Build())
                    is var reader
                    ? OpsSettings.Read(reader).Port
                    : 0;
                using var client = new HttpClient { Timeout = Patience };
                try
                {
                    using var answer = await client.GetAsync(
                        new Uri($"http://127.0.0.1:{port}/health/{(parsed.GetValue(live) ? "live" : "ready")}"),
                        cancellationToken
                    );
                    Console.Write(await answer.Content.ReadAsStringAsync(cancellationToken));
                    return answer.IsSuccessStatusCode ? ExitCode.Done : ExitCode.Failed;
                }
                catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
                {
                    await Console.Error.WriteLineAsync($"The daemon does not answer on port {port}: {e.Message}");
                    return ExitCode.Failed;
                }
            }
        );
        return command;
    }
}
