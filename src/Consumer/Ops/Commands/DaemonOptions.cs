using System.CommandLine;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Settings;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary>The options that all commands to a running daemon share, and the way to carry one out.</summary>
internal sealed class DaemonOptions
{
    private readonly Option<Uri?> _url = new("--url")
    {
        Description = "The daemon's page (default http://127.0.0.1:Ops__Port).",
        CustomParser = result => ReadUrl(result.Tokens[^1].Value, result.AddError),
    };
    private readonly Option<string?> _token = new("--token")
    {
        Description = "The daemon's token (default Ops__Token).",
    };
    private readonly Option<string> _by = new("--by")
    {
        Description = "Who asks; the journal keeps it.",
        DefaultValueFactory = _ => Environment.UserName,
    };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON." };

    public bool AsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>
    /// Gives a command the options, and an action that turns an unreachable daemon into a message and an exit code.
    /// </summary>
    public Command On(
        Command command,
        Func<DaemonClient, ParseResult, CancellationToken, Task<int>> act,
        bool acts = false
    )
    {
        command.Add(_url);
        command.Add(_token);
        command.Add(_json);
        if (acts)
            command.Add(_by);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var reader = new SettingsReader(new ConfigurationBuilder().AddEnvironmentVariables().Build());
                var settings = OpsSettings.Read(reader);
                try
                {
                    reader.ThrowIfAnyProblem();
                    using var client = new DaemonClient(
                        parsed.GetValue(_url) ?? new Uri($"http://127.0.0.1:{settings.Port}/"),
                        parsed.GetValue(_token) ?? settings.Token,
                        acts ? parsed.GetValue(_by)! : Environment.UserName
                    );
                    return await act(client, parsed, cancellationToken);
                }
                catch (Exception e) when (e is DaemonUnreachableException or InvalidSettingsException)
                {
                    await Console.Error.WriteLineAsync(e.Message);
                    return ExitCode.Usage;
                }
            }
        );
        return command;
    }

    /// <summary>How many rows to list.</summary>
    public static Option<int> Most(string about, int standard) =>
        new("--most")
        {
            Description = about,
            DefaultValueFactory = _ => standard,
            Validators =
            {
                result =>
                {
                    if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[^1].Value, out var most) && most < 1)
                        result.AddError("--most: give 1 or more.");
                },
            },
        };

    // Relative addresses are looked up below the page's own, so it must end with a slash.
    private static Uri? ReadUrl(string text, Action<string> complain)
    {
        if (
            Uri.TryCreate(text.EndsWith('/') ? text : $"{text}/", UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https"
        )
            return url;
        complain($"--url: '{text}' is no address. Write it as http://127.0.0.1:5000/.");
        return null;
    }
}
