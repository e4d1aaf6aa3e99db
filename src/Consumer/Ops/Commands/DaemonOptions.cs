using System.CommandLine;
using MailDispatcher.Consumer.Settings;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary>The options that all commands to a running daemon share, and the way to carry one out.</summary>
internal sealed class DaemonOptions
{
    private readonly Option<Uri?> _url = new("--url") { Description = "The daemon's page (default http://127.0.0.1:Ops__Port)." };
    private readonly Option<string?> _token = new("--token") { Description = "The daemon's token (default Ops__Token)." };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON." };

    public bool AsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>Gives a command the options, and an action that turns an unreachable daemon into a message and an exit code.</summary>
    public Command On(Command command, Func<DaemonClient, ParseResult, CancellationToken, Task<int>> act)
    {
        command.Add(_url);
        command.Add(_token);
        command.Add(_json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var reader = new SettingsReader(new ConfigurationBuilder().AddEnvironmentVariables().Build());
            var settings = OpsSettings.Read(reader);
            try
            {
                reader.ThrowIfAnyProblem();
                using var client = new DaemonClient(
                    parsed.GetValue(_url) ?? new Uri($"http://127.0.0.1:{settings.Port}/"), parsed.GetValue(_token) ?? settings.Token);
                return await act(client, parsed, cancellationToken);
            }
            catch (Exception e) when (e is DaemonUnreachableException or InvalidSettingsException)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return ExitCode.Usage;
            }
        });
        return command;
    }
}
