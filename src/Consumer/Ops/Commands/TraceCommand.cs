using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary><c>consumer trace</c>: the demand that the journal has seen, as the simulator reads it.</summary>
internal static class TraceCommand
{
    public static Command Create()
    {
        var command = new Command(
            "trace",
            "Print the mails that the journal has seen as a trace for simulate and what-if: JSON lines by arrival, "
                + "no personal data."
        );
        command.SetAction(
            (_, cancellationToken) =>
                BrokerCommand.RunAsync(
                    async (broker, settings) =>
                    {
                        var asked = new List<JournalEvent.Requested>();
                        await JournalReader.ReadAsync(
                            broker,
                            settings.Topology.Journal.Name,
                            entry =>
                            {
                                if (entry is JournalEvent.Requested { Cancel: false } mail)
                                    asked.Add(mail);
                            },
                            cancellationToken
                        );
                        var values = new ValueTable(settings.Dispatch.Values);
                        foreach (var mail in asked.DistinctBy(a => a.Mail).OrderBy(a => a.Arrived))
                        {
                            await Console.Out.WriteLineAsync(
                                new JsonObject
                                {
                                    ["arrival"] = mail.Arrived.ToString("O", CultureInfo.InvariantCulture),
                                    ["event"] = mail.Deadline.ToString("O", CultureInfo.InvariantCulture),
                                    ["template"] = mail.Template,
                                    ["value"] = values.Of(mail.Template, mail.Arrived, mail.Deadline),
                                    ["id"] = mail.Mail.ToString(),
                                }.ToJsonString()
                            );
                        }

                        return ExitCode.Done;
                    },
                    cancellationToken
                )
        );
        return command;
    }
}
