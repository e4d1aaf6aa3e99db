using System.Text.Json.Nodes;
using MailDispatcher.Broker.Leadership;
using MailDispatcher.Broker.Pending;
using MailDispatcher.Contracts;

namespace MailDispatcher.Broker.Definitions;

/// <summary>
/// What a broker imports before its first message: our queues with the exchanges that feed them, and three accounts,
/// each with the rights that its work needs and no others. The accounts declare nothing, so the queues are made here.
/// </summary>
public static class BrokerDefinitions
{
    public const string Publisher = "mail-publisher";
    public const string Dispatcher = "mail-dispatcher";
    public const string Monitor = "mail-monitor";

    internal const string Nothing = "^$";

    /// <param name="passwords">By the name of the account.</param>
    /// <param name="brand">Where one broker serves several mail accounts: what follows its accounts' names, which the
    /// whole broker shares. Null for one alone.</param>
    public static JsonObject Create(
        string vhost,
        BrokerTopology topology,
        IReadOnlyDictionary<string, string> passwords,
        string? brand = null
    )
    {
        var room = topology.Pending;
        (string Name, bool Durable, IDictionary<string, object?> Arguments)[] queues =
        [
            (room.Name, room.Durable, room.Arguments()),
            .. Enumerable
                .Range(0, LaterQueues.Ring)
                .Select(slot => (LaterQueues.NameOf(room.Name, slot), room.Durable, LaterQueues.Arguments(room))),
            (topology.Parked, true, topology.ParkedArguments()),
            (topology.Journal.Name, true, topology.Journal.Arguments()),
            (topology.OutcomePosition, true, topology.OutcomePositionArguments()),
            .. topology.WebhookApps.Select(app =>
                (BrokerTopology.WebhookQueueOf(app), true, topology.ParkedArguments())
            ),
        ];
        var own = Only([.. queues.Select(queue => queue.Name), MailOutcome.Exchange, topology.Lease]);
        var readable = Only([
            .. queues.Select(queue => queue.Name),
            topology.Lease,
            LeaderLease.HolderOf(topology.Lease),
        ]);
        return new JsonObject
        {
            ["users"] = new JsonArray([
                .. passwords.Select(account => User(Named(account.Key), account.Value, account.Key == Monitor)),
            ]),
            ["vhosts"] = new JsonArray(new JsonObject { ["name"] = vhost }),
            ["permissions"] = new JsonArray(
                Permission(vhost, Named(Publisher), Nothing, Only(room.Exchange), Nothing),
                // It writes to the pending queue when a person releases a parked mail. The lock is a queue that lives
                // as long as its connection, so it can't be made here.
                Permission(
                    vhost,
                    Named(Dispatcher),
                    Only(topology.Lease, LeaderLease.HolderOf(topology.Lease)),
                    own,
                    readable
                ),
                Permission(vhost, Named(Monitor), Nothing, Nothing, Nothing)
            ),
            ["queues"] = new JsonArray([
                .. queues.Select(queue => QueueOf(vhost, queue.Name, queue.Durable, queue.Arguments)),
            ]),
            ["exchanges"] = new JsonArray([
                .. queues.Select(queue => Exchange(vhost, queue.Name, "direct")),
                Exchange(vhost, MailOutcome.Exchange, "topic"),
            ]),
            ["bindings"] = new JsonArray([
                .. queues.Select(queue => Binding(vhost, queue.Name, queue.Name, queue.Name)),
                .. topology.WebhookApps.Select(app =>
                    Binding(vhost, MailOutcome.Exchange, BrokerTopology.WebhookQueueOf(app), $"{app}.#")
                ),
            ]),
        };

        string Named(string user) => brand is null ? user : $"{user}-{brand}";
    }

    internal static JsonObject User(string name, string password, bool mayMonitor = false) =>
        new()
        {
            ["name"] = name,
            ["password_hash"] = PasswordHash.Of(password),
            ["hashing_algorithm"] = PasswordHash.Algorithm,
            ["tags"] = mayMonitor ? new JsonArray("monitoring") : new JsonArray(),
        };

    internal static JsonObject Permission(string vhost, string user, string configure, string write, string read) =>
        new()
        {
            ["user"] = user,
            ["vhost"] = vhost,
            ["configure"] = configure,
            ["write"] = write,
            ["read"] = read,
        };

    internal static JsonObject QueueOf(
        string vhost,
        string name,
        bool durable,
        IDictionary<string, object?> arguments
    ) =>
        new()
        {
            ["name"] = name,
            ["vhost"] = vhost,
            ["durable"] = durable,
            ["auto_delete"] = false,
            ["arguments"] = new JsonObject(
                arguments.Select(argument => KeyValuePair.Create(argument.Key, Value(argument.Value)))
            ),
        };

    internal static JsonObject Exchange(string vhost, string name, string type) =>
        new()
        {
            ["name"] = name,
            ["vhost"] = vhost,
            ["type"] = type,
            ["durable"] = true,
            ["auto_delete"] = false,
            ["internal"] = false,
            ["arguments"] = new JsonObject(),
        };

    internal static JsonObject Binding(string vhost, string exchange, string queue, string key) =>
        new()
        {
            ["source"] = exchange,
            ["vhost"] = vhost,
            ["destination"] = queue,
            ["destination_type"] = "queue",
            ["routing_key"] = key,
            ["arguments"] = new JsonObject(),
        };

    private static JsonNode? Value(object? value) =>
        value switch
        {
            int number => number,
            string text => text,
            _ => throw new InvalidOperationException(
                $"No queue of ours has an argument of type {value?.GetType().Name}."
            ),
        };

    // A name's dots and plus signs would be signs of the expression.
    internal static string Only(params string[] names) =>
        $"^({string.Join('|', names.Select(System.Text.RegularExpressions.Regex.Escape))})$";
}
