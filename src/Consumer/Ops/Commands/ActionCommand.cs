using System.CommandLine;
using MailDispatcher.Web.View;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary><c>consumer pause</c>, <c>resume</c>, <c>run-now</c>: the page's buttons. They need the token.</summary>
internal static class ActionCommand
{
    public static IEnumerable<Command> CreateAll() =>
        [
            Create("pause", "Send nothing until resumed; the mail in hand is finished. Needs the token."),
            Create("resume", "End the pause. Needs the token."),
            Create("run-now", "Run at once, with the allowance of an hourly run. Needs the token."),
        ];

    private static Command Create(string name, string about)
    {
        var options = new DaemonOptions();
        return options.On(
            new Command(name, $"{about} Exit code 1 when it is refused."),
            async (client, parsed, cancel) =>
            {
                var result = await client.ActAsync(name, cancel);
                if (options.AsJson(parsed))
                    Console.WriteLine(System.Text.Json.JsonSerializer.Serialize(result, OpsJson.Default.ActionResult));
                else
                    await (result.Done ? Console.Out : Console.Error).WriteLineAsync(result.Words);
                return result.Done ? ExitCode.Done : ExitCode.Failed;
            },
            acts: true
        );
    }
}
