using System.CommandLine;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Broker.Leadership;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary><c>consumer journal export|import</c>: what happened to each mail, saved apart from the broker.</summary>
internal static class JournalCommand
{
    public static Command Create()
    {
        var command = new Command(
            "journal",
            "Save what happened to each mail in a file, or give it back to a broker that has lost it."
        );
        command.Add(Export());
        command.Add(Import());
        return command;
    }

    private static Command Export()
    {
        var output = new Option<FileInfo?>("--output")
        {
            Description = "Where to write it, for its owner alone; standard output without it.",
        };
        var command = new Command(
            "export",
            "Write the journal's events, one JSON object a line. It may be done while a dispatcher works."
        )
        {
            output,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                BrokerCommand.RunAsync(
                    async (broker, settings) =>
                    {
                        long count = 0;
                        await (
                            parsed.GetValue(output) is { } file
                                ? OwnersFile.WriteAsync(file, ToAsync)
                                : ToAsync(Console.OpenStandardOutput())
                        );
                        await Console.Error.WriteLineAsync($"{count} events");
                        return ExitCode.Done;

                        async Task ToAsync(Stream stream) =>
                            count = await JournalFile.ExportAsync(
                                broker,
                                settings.Topology.Journal.Name,
                                stream,
                                cancellationToken
                            );
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static Command Import()
    {
        var file = new Argument<FileInfo>("file") { Description = "What export wrote." };
        var command = new Command(
            "import",
            "Append to the journal what the file has and it lacks: all, or what follows its last events. No "
                + "dispatcher may run meanwhile."
        )
        {
            file,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                BrokerCommand.RunAsync(
                    async (broker, settings) =>
                    {
                        var lease = new LeaderLease(broker, settings.Topology.Lease);
                        if (await lease.IsHeldAsync(cancellationToken))
                            return await RefuseAsync("A dispatcher is active. Stop it, then import again.");
                        // None may begin meanwhile.
                        await lease.AcquireAsync(() => { }, cancellationToken);
                        var count = await JournalFile.ImportAsync(
                            broker,
                            settings.Topology.Journal,
                            parsed.GetValue(file)!.FullName,
                            cancellationToken
                        );
                        if (count is null)
                            return await RefuseAsync(
                                "The journal holds events that are not in the file, so it is not known what it lacks. "
                                    + "Nothing was imported. Import into a broker on which no dispatcher has run since "
                                    + "the loss, or delete the journal's stream first."
                            );
                        await Console.Out.WriteLineAsync($"{count} events were imported.");
                        return ExitCode.Done;
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> RefuseAsync(string reason)
    {
        await Console.Error.WriteLineAsync(reason);
        return ExitCode.Failed;
    }
}
