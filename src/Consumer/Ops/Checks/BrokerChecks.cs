using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Broker.Leadership;
using MailDispatcher.Broker.Parking;
using MailDispatcher.Broker.Pending;
using MailDispatcher.Client;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.Consumer.Ops.Checks;

/// <summary>
/// Uses the broker as the daemon does at its start, step by step, and leaves nothing but queues behind.
/// </summary>
internal static class BrokerChecks
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private const string Rights =
        "Give the account the rights to read and write it, and to configure it unless it is made beforehand.";

    public static async Task<IReadOnlyList<CheckLine>> RunAsync(
        DaemonSettings settings,
        CancellationToken cancellationToken
    )
    {
        var where = string.Join(", ", settings.Broker.Nodes.Select(WordsFor));
        BrokerConnection broker;
        try
        {
            broker = await BrokerConnection.OpenAsync(settings.Broker, "mail dispatcher check", cancellationToken);
        }
        catch (SessionLostException e)
        {
            return
            [
                CheckLine.Wrong(
                    "broker",
                    $"{where}: {e.Message}",
                    "Look at QUEUE_SERVICE_URL (address, user, password, virtual host), Queue__CertificateFile, and "
                        + "whether the broker runs."
                ),
            ];
        }

        await using (broker)
        {
            var lines = new List<CheckLine> { CheckLine.Ok("broker", $"{WordsFor(broker.Address)} lets us in") };
            if (broker.BlockedReason is { } blocked)
                lines.Add(
                    CheckLine.Wrong(
                        "broker",
                        $"it takes no messages: {blocked}",
                        "Free memory or disk where the broker runs."
                    )
                );
            lines.Add(
                await TryAsync(
                    $"pending queue {settings.Topology.Pending.Name}",
                    "as wanted, and can be read",
                    async () =>
                    {
                        var pending = new PendingQueue(broker, settings.Topology.Pending);
                        await pending.EnsureAsync(cancellationToken);
                        // What is pushed meanwhile goes back with the connection.
                        await pending.ConsumeAsync(1, _ => { }, cancellationToken);
                    }
                )
            );
            lines.Add(
                await TryAsync(
                    $"parked queue {settings.Topology.Parked}",
                    "as wanted, and can be written",
                    async () =>
                    {
                        await using var parked = new ParkedQueue(
                            broker,
                            settings.Topology.Parked,
                            settings.Topology.ParkedArguments()
                        );
                        await parked.ProbeAsync();
                    }
                )
            );
            lines.Add(
                await TryAsync(
                    $"journal {settings.Topology.Journal.Name}",
                    "as wanted, and can be read and written",
                    async () =>
                    {
                        await using var journal = await JournalAppender.OpenAsync(
                            broker,
                            settings.Topology.Journal,
                            cancellationToken
                        );
                        await journal.ProbeAsync();
                        await using var reading = await JournalFollower.OpenAsync(
                            broker,
                            settings.Topology.Journal.Name,
                            (_, _) => { },
                            cancellationToken
                        );
                    }
                )
            );
            if (lines[^1].IsOk)
                lines.Add(
                    await TryAsync(
                        "uncertain mail",
                        () =>
                            UncertainCheck.RunAsync(
                                broker,
                                settings,
                                TimeProvider.System.GetUtcNow(),
                                cancellationToken
                            )
                    )
                );
            lines.Add(
                await TryAsync(
                    $"lock {settings.Topology.Lease}",
                    "free, or held by the active dispatcher",
                    async () => await new LeaderLease(broker, settings.Topology.Lease).IsHeldAsync(cancellationToken)
                )
            );
            return lines;
        }
    }

    private static Task<CheckLine> TryAsync(string what, string words, Func<Task> use) =>
        TryAsync(
            what,
            async () =>
            {
                await use();
                return CheckLine.Ok(what, words);
            }
        );

    private static async Task<CheckLine> TryAsync(string what, Func<Task<CheckLine>> use)
    {
        try
        {
            return await use().WaitAsync(LongestWait);
        }
        catch (QueueUnusableException e)
        {
            return CheckLine.Wrong(what, e.Message, "See the message.");
        }
        catch (SessionLostException e)
        {
            return CheckLine.Wrong(what, e.Message, Rights);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return CheckLine.Wrong(
                what,
                $"the broker did not answer within {LongestWait.TotalSeconds:0} s",
                "It is there and does not serve this queue: a quorum queue or a stream without its majority does "
                    + "so. Look at 'rabbitmq-diagnostics check_if_node_is_quorum_critical' and its log."
            );
        }
    }

    // Without the account.
    private static string WordsFor(Uri broker) => $"{broker.Host}:{broker.Port}{broker.AbsolutePath}";
}
