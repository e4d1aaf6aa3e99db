using System.CommandLine;
using System.Text.Json;
using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Suppression;
using MailDispatcher.MailManager.Events;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary><c>consumer suppression</c>: the addresses to which no mail goes.</summary>
internal static class SuppressionCommand
{
    private const int MostEntriesAnEvent = 500;

    private static readonly Option<string> By = new("--by")
    {
        Description = "Who acts; the journal keeps it.",
        DefaultValueFactory = _ => Environment.UserName,
    };

    public static Command Create(TimeProvider clock)
    {
        var command = new Command("suppression", "Addresses to which no mail goes, since it would reach nobody.");
        command.Add(
            List(clock, "list", "List them as people read them: by their hashes, the addresses are nowhere.", false)
        );
        command.Add(List(clock, "export", "Write them as JSON lines, for import elsewhere under the same key.", true));
        command.Add(Release(clock));
        command.Add(Import(clock));
        return command;
    }

    private static Command List(TimeProvider clock, string name, string description, bool asJson)
    {
        var command = new Command(name, description);
        command.SetAction(
            (_, cancellationToken) =>
                BrokerCommand.RunAsync(
                    async (broker, settings) =>
                    {
                        var now = clock.GetUtcNow();
                        var entries = await ReadAsync(broker, settings, now, cancellationToken);
                        foreach (var entry in entries.OrderBy(e => e.Since).ThenBy(e => e.Address))
                            await Console.Out.WriteLineAsync(
                                asJson
                                    ? JsonSerializer.Serialize(entry, SuppressionJson.Default.SuppressionEntry)
                                    : $"{entry.Address}  since {entry.Since:yyyy-MM-dd HH:mm}Z  "
                                        + $"{(entry.Until is { } until ? $"until {until:yyyy-MM-dd HH:mm}Z  " : "")}"
                                        + SuppressionWords.Of(entry.Cause)
                            );
                        return ExitCode.Done;
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static Command Release(TimeProvider clock)
    {
        var address = new Argument<string>("address") { Description = "The mail address." };
        var command = new Command("release", "Let mail to an address go again, here and at the provider.")
        {
            address,
            By,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                ProviderCommand.RunAsync(
                    (provider, _) =>
                        BrokerCommand.RunAsync(
                            (broker, settings) =>
                                ReleaseAsync(
                                    broker,
                                    settings,
                                    provider,
                                    clock.GetUtcNow(),
                                    parsed.GetValue(address)!,
                                    parsed.GetValue(By)!,
                                    cancellationToken
                                ),
                            cancellationToken
                        )
                )
        );
        return command;
    }

    private static Command Import(TimeProvider clock)
    {
        var file = new Argument<FileInfo>("file")
        {
            Description = "Lines of an export, or one address a line; - reads the standard input.",
        };
        var command = new Command("import", "Hold addresses back from now on.") { file };
        command.SetAction(
            (parsed, cancellationToken) =>
                BrokerCommand.RunAsync(
                    async (broker, settings) =>
                    {
                        var now = clock.GetUtcNow();
                        var name = parsed.GetValue(file)!.ToString();
                        var lines =
                            name == "-"
                                ? (await Console.In.ReadToEndAsync(cancellationToken)).Split('\n')
                                : await File.ReadAllLinesAsync(name, cancellationToken);
                        var entries = new List<SuppressionEntry>();
                        foreach (var line in lines.Select(l => l.Trim()).Where(l => l.Length > 0))
                            entries.Add(EntryOf(line, settings.Delivery.Addresses, now));
                        await AppendAsync(
                            broker,
                            settings,
                            [
                                .. entries
                                    .Chunk(MostEntriesAnEvent)
                                    .Select(part => new JournalEvent.AddressesSuppressed { At = now, Entries = part }),
                            ],
                            cancellationToken
                        );
                        Console.WriteLine($"Held back from now on: {entries.Count}.");
                        return ExitCode.Done;
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> ReleaseAsync(
        BrokerConnection broker,
        DaemonSettings settings,
        IProviderEvents provider,
        DateTimeOffset now,
        string address,
        string by,
        CancellationToken cancellationToken
    )
    {
        var keys = Checked(settings).AllOf(address);
        // First there: else the next reading of its list would hold it back again.
        if (await provider.UnblockAsync(address, cancellationToken) is { } problem)
        {
            await Console.Error.WriteLineAsync($"The provider still holds it back: {problem}");
            return ExitCode.Failed;
        }

        await AppendAsync(
            broker,
            settings,
            [
                .. keys.Select(key => new JournalEvent.AddressReleased
                {
                    At = now,
                    Address = key,
                    By = by,
                }),
            ],
            cancellationToken
        );
        Console.WriteLine("Mail to it goes again. What was not sent stays so: its app was told.");
        return ExitCode.Done;
    }

    private static async Task<IReadOnlyList<SuppressionEntry>> ReadAsync(
        BrokerConnection broker,
        DaemonSettings settings,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var projection = new Projection(settings.Dispatch.Zone, new ValueTable());
        await JournalReader.ReadAsync(broker, settings.Topology.Journal.Name, projection.Apply, cancellationToken);
        return projection.Suppressed.At(now);
    }

    private static async Task AppendAsync(
        BrokerConnection broker,
        DaemonSettings settings,
        IReadOnlyList<JournalEvent> events,
        CancellationToken cancellationToken
    )
    {
        if (events.Count == 0)
            return;
        await using var journal = await JournalAppender.OpenAsync(broker, settings.Topology.Journal, cancellationToken);
        await journal.AppendAsync(events);
    }

    /// <exception cref="FormatException">It is neither an export's line nor an address.</exception>
    private static SuppressionEntry EntryOf(string line, AddressKeys keys, DateTimeOffset now)
    {
        if (!line.StartsWith('{'))
            return line.Contains('@', StringComparison.Ordinal) && keys.Of(line) is { } key
                ? new SuppressionEntry(key, SuppressionCause.Imported, now)
                : throw new FormatException(
                    keys.IsOn ? "A line is no address." : "Set Suppression__Key: addresses are kept by their hashes."
                );
        try
        {
            return JsonSerializer.Deserialize(line, SuppressionJson.Default.SuppressionEntry) is { Address: not null } e
                ? e with
                {
                    AtProvider = false,
                }
                : throw new FormatException("A line is no export's.");
        }
        catch (JsonException e)
        {
            throw new FormatException("A line is no export's.", e);
        }
    }

    private static AddressKeys Checked(DaemonSettings settings) =>
        settings.Delivery.Addresses.IsOn
            ? settings.Delivery.Addresses
            : throw new FormatException("Set Suppression__Key: addresses are kept by their hashes.");
}
