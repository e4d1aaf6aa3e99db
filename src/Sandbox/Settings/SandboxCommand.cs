using System.CommandLine;
using System.CommandLine.Invocation;
using System.Net.Sockets;
using MailDispatcher.Clock;
using MailDispatcher.Settings;

namespace MailDispatcher.Sandbox.Settings;

/// <summary>
/// The program <c>sandbox</c>: each setting is an option of the command line and an environment variable; the option
/// wins. Runs until SIGTERM or Ctrl+C.
/// </summary>
internal sealed class SandboxCommand
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(10);

    /// <summary>The option of each variable.</summary>
    private readonly Dictionary<string, Option<string?>> _options = SandboxSettings
        .Describe()
        .ToDictionary(setting => setting.Name, OptionOf);

    /// <returns>The exit code: 0 when it was told to end, 1 when it could not start.</returns>
    public Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var parsed = Create().Parse(arguments);
        // The reason alone: the whole help would hide it.
        if (parsed.Action is ParseErrorAction refusal)
            refusal.ShowHelp = false;
        return parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = LongestStop });
    }

    private RootCommand Create()
    {
        var command = new RootCommand(
            "A Brevo v3 API that sends nothing: point SENDINBLUE_URL at it, and look at its page to see the mails "
                + "it took.\n"
                + "Any key that begins with xkeysib- is valid. The clock is set by Clock__Speed, Clock__Start and "
                + "Clock__Origin."
        );
        foreach (var option in _options.Values)
            command.Add(option);
        command.SetAction((parsed, stopping) => ServeAsync(parsed, stopping));
        return command;
    }

    private async Task<int> ServeAsync(ParseResult parsed, CancellationToken stopping)
    {
        try
        {
            return await ServeAsync(await ReadAsync(parsed), stopping);
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidSettingsException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private async Task<SandboxOptions> ReadAsync(ParseResult parsed)
    {
        var given = _options.Where(o => parsed.GetValue(o.Value) is not null).ToList();
        var configuration = EnvironmentSettings.Read(
            given.Select(o => KeyValuePair.Create(o.Key, parsed.GetValue(o.Value)))
        );
        foreach (var warning in UnknownSettings.Warnings(configuration, SettingNames.All))
            await Console.Error.WriteLineAsync(warning);
        var reader = new SettingsReader(configuration, given.ToDictionary(o => o.Key, o => o.Value.Name));
        var options = SandboxSettings.Read(reader);
        reader.ThrowIfAnyProblem();
        return options;
    }

    private static async Task<int> ServeAsync(SandboxOptions options, CancellationToken stopping)
    {
        try
        {
            await using var server = await SandboxServer.StartAsync(
                options,
                ClockSettings.FromEnvironment().Create(),
                stopping
            );
            var standing = server.Sandbox.Credits.Read();
            await Console.Out.WriteLineAsync(
                $"Sandbox listens on {server.Page.ToString().TrimEnd('/')} (API {server.Url}, plan {standing.Plan}, "
                    + $"{standing.Remaining} credits, sends nothing)"
            );
            await Task.Delay(Timeout.Infinite, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await Console.Error.WriteLineAsync(
                $"The sandbox can't listen on {options.Listen}:{options.Port}: {e.Message}"
            );
            return 1;
        }
    }

    private static Option<string?> OptionOf(Setting setting) =>
        new(OptionNameOf(setting.Name))
        {
            HelpName = "value",
            Description = $"{setting.About} {setting.Allowed}. [{setting.Name}; default: {setting.Default}]",
        };

    /// <summary>As <c>--over-limit</c> for <c>Sandbox__OverLimit</c>.</summary>
    private static string OptionNameOf(string variable) =>
        "-"
        + string.Concat(
            variable["Sandbox__".Length..].Select(c => char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{c}")
        );
}
