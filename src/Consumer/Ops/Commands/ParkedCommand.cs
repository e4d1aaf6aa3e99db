using System.CommandLine;
using MailDispatcher.Broker.Parking;
using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Consumer.Settings;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary><c>consumer parked</c>: the mails that a person must look at.</summary>
internal static class ParkedCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON." };
    private static readonly Option<string?> Cause = new("--cause")
    {
        Description = "All that are parked for this cause.",
    };
    private static readonly Option<bool> All = new("--all") { Description = "All of them." };
    internal static readonly Option<string> By = new("--by")
    {
        Description = "Who acts; the journal keeps it.",
        DefaultValueFactory = _ => Environment.UserName,
    };
    private static readonly Argument<Guid[]> Ids = new("id")
    {
        Description = "Mail ids.",
        Arity = ArgumentArity.ZeroOrMore,
        Validators =
        {
            result =>
            {
                foreach (var token in result.Tokens.Where(t => !Guid.TryParse(t.Value, out _)))
                    result.AddError($"Cannot parse '{token.Value}' as a mail id.");
            },
        },
    };

    public static Command Create(DaemonDependencies dependencies)
    {
        var parked = new Command("parked", "Look at parked mail, send it back, or give it up.");
        parked.Add(List(dependencies));
        parked.Add(Show(dependencies));
        parked.Add(
            Act(
                dependencies,
                "retry",
                "Send parked mail back to the pending queue.",
                (actions, mail, by) => actions.RetryAsync(mail, by, dependencies.Checkpoints)
            )
        );
        parked.Add(MendCommand.Create(dependencies));
        parked.Add(
            Act(
                dependencies,
                "discard",
                "Give parked mail up: it is settled unsent.",
                (actions, mail, by) => actions.DiscardAsync(mail, by, dependencies.Checkpoints)
            )
        );
        return parked;
    }

    private static Command List(DaemonDependencies dependencies)
    {
        var list = new Command("list", "List parked mail, oldest first.") { Cause, Json };
        list.SetAction(
            (arguments, cancellationToken) =>
                WithParkedAsync(
                    dependencies.Clock,
                    async (_, mails, _) =>
                    {
                        var cause = arguments.GetValue(Cause);
                        var chosen = mails.Where(m => cause is null || m.Note.Cause == cause).ToList();
                        await ParkedListing.WriteAsync(chosen, arguments.GetValue(Json));
                        return ExitCode.Done;
                    },
                    cancellationToken
                )
        );
        return list;
    }

    private static Command Show(DaemonDependencies dependencies)
    {
        var show = new Command("show", "Show a parked mail with its original bytes (they hold names and addresses).")
        {
            Ids,
            Json,
        };
        show.SetAction(
            (arguments, cancellationToken) =>
                WithParkedAsync(
                    dependencies.Clock,
                    async (_, mails, _) =>
                    {
                        var ids = arguments.GetValue(Ids)!;
                        var chosen = mails.Where(m => ids.Any(id => IsOf(m, id))).ToList();
                        await ParkedListing.WriteWholeAsync(chosen, arguments.GetValue(Json));
                        return ids.All(id => chosen.Exists(m => IsOf(m, id))) ? ExitCode.Done : ExitCode.Failed;
                    },
                    cancellationToken
                )
        );
        return show;
    }

    // Looking takes also the id that the app gave; acting takes the one it is parked under, which no other one has.
    private static bool IsOf(ParkedMail mail, Guid id) => mail.Note.Mail == id || mail.GivenId == id;

    private static Command Act(
        DaemonDependencies dependencies,
        string name,
        string description,
        Func<ParkedMailActions, ParkedMail, string, Task> act
    )
    {
        var command = new Command(name, description) { Ids, Cause, All, By, Json };
        command.Validators.Add(result =>
        {
            // What is written wrong has its own message, and no value to ask for.
            if (
                result.GetResult(Ids) is not { Tokens.Count: > 0 }
                && result.GetResult(Cause) is null
                && result.GetResult(All) is null
            )
                result.AddError("Say which: mail ids, --cause CAUSE, or --all.");
        });
        command.SetAction(
            (arguments, cancellationToken) =>
                WithParkedAsync(
                    dependencies.Clock,
                    async (actions, mails, _) =>
                    {
                        var (ids, cause) = (arguments.GetValue(Ids)!, arguments.GetValue(Cause));
                        var chosen = mails
                            .Where(m => ids.Contains(m.Note.Mail) || m.Note.Cause == cause || arguments.GetValue(All))
                            .ToList();
                        foreach (var mail in chosen)
                            await act(actions, mail, arguments.GetValue(By)!);
                        await ParkedListing.WriteDoneAsync(name, chosen, arguments.GetValue(Json));
                        return chosen.Count == 0 ? ExitCode.Failed : ExitCode.Done;
                    },
                    cancellationToken
                )
        );
        return command;
    }

    /// <summary>Runs work on all parked mail, taken in hand.</summary>
    internal static Task<int> WithParkedAsync(
        TimeProvider clock,
        Func<ParkedMailActions, IReadOnlyList<ParkedMail>, DaemonSettings, Task<int>> work,
        CancellationToken cancellationToken
    ) =>
        BrokerCommand.RunAsync(
            async (broker, settings) =>
            {
                await using var actions = await ParkedMailActions.OpenAsync(broker, settings, clock, cancellationToken);
                return await work(actions, await actions.TakeAsync(), settings);
            },
            cancellationToken
        );
}
