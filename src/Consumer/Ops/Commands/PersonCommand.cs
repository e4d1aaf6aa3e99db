using System.CommandLine;
using System.Text.Json;
using MailDispatcher.Core.Reports;
using MailDispatcher.Web.View;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary><c>consumer person</c>: what a person may ask for: what goes to them, and to be forgotten.</summary>
internal static class PersonCommand
{
    public static Command Create() =>
        new("person", "What waits for a person, is parked and was sent; and to forget them.") { Find(), Forget() };

    private static Argument<string> Address() => new("address") { Description = "The mail address." };

    /// <exception cref="DaemonUnreachableException">It is no address.</exception>
    private static string Checked(string address) =>
        address.Contains('@', StringComparison.Ordinal)
            ? address
            : throw new DaemonUnreachableException($"'{address}' is no mail address.");

    private static Command Find()
    {
        var options = new DaemonOptions();
        var address = Address();
        return options.On(
            new Command("find", "The mails to a person, with their states; exit code 1 when there is none.")
            {
                address,
            },
            async (client, parsed, cancel) =>
            {
                var json = await client.SearchAsync(Checked(parsed.GetValue(address)!), cancel);
                var hits = DaemonClient.Parse(json, OpsJson.Default.MailHits);
                if (options.AsJson(parsed))
                {
                    Console.WriteLine(json);
                }
                else
                {
                    FindCommand.Print(hits);
                    foreach (var state in hits.Mails.GroupBy(mail => mail.State).OrderBy(g => g.Key))
                        Console.WriteLine($"{MailStatusWords.Of(state.Key)}: {TimeFormat.Plain(state.Count())}");
                }

                return hits.Mails.Count == 0 ? ExitCode.Failed : ExitCode.Done;
            }
        );
    }

    private static Command Forget()
    {
        var options = new DaemonOptions();
        var address = Address();
        var yes = new Option<bool>("--yes") { Description = "Do it; without it, only what would go is shown." };
        return options.On(
            new Command(
                "forget",
                "Withdraw all that waits for a person and discard all that is parked for them. Needs the token. "
                    + "Exit code 1 when it is refused, or not confirmed."
            )
            {
                address,
                yes,
            },
            async (client, parsed, cancel) =>
            {
                var person = Checked(parsed.GetValue(address)!);
                if (!parsed.GetValue(yes))
                {
                    FindCommand.Print(
                        DaemonClient.Parse(await client.SearchAsync(person, cancel), OpsJson.Default.MailHits)
                    );
                    await Console.Error.WriteLineAsync(
                        "Nothing is done yet: what waits and is parked of these would go for good. Confirm with --yes."
                    );
                    return ExitCode.Failed;
                }

                var result = await client.ActAsync("person/forget", cancel, person);
                if (options.AsJson(parsed))
                    Console.WriteLine(JsonSerializer.Serialize(result, OpsJson.Default.ActionResult));
                else
                    await (result.Done ? Console.Out : Console.Error).WriteLineAsync(result.Words);
                return result.Done ? ExitCode.Done : ExitCode.Failed;
            },
            acts: true
        );
    }
}
