using System.Text.Json.Nodes;
using MailDispatcher.Contracts;

namespace MailDispatcher.Broker.Definitions;

/// <summary>
/// What a broker imports for one host app, beside the definitions of all: the queue of its outcomes, and an account
/// that may write requests and read that queue, and nothing else.
/// </summary>
public static class AppDefinitions
{
    /// <summary>The name of an app's account.</summary>
    public static string AccountOf(string app) => $"mail-app-{app}";

    /// <summary>The name of the queue of its outcomes.</summary>
    public static string QueueOf(string app) => $"{MailOutcome.Exchange}.{app}";

    /// <param name="app">One word: see <see cref="MailRequestRules.IsAppName"/>.</param>
    public static JsonObject Create(string vhost, BrokerTopology topology, string app, string password)
    {
        ArgumentNullException.ThrowIfNull(topology);
        if (!MailRequestRules.IsAppName(app))
            throw new ArgumentException("An app's name is one word of letters, digits, - and _.", nameof(app));
        var queue = QueueOf(app);
        return new JsonObject
        {
            ["users"] = new JsonArray(BrokerDefinitions.User(AccountOf(app), password)),
            ["vhosts"] = new JsonArray(new JsonObject { ["name"] = vhost }),
            ["permissions"] = new JsonArray(
                BrokerDefinitions.Permission(
                    vhost,
                    AccountOf(app),
                    BrokerDefinitions.Nothing,
                    BrokerDefinitions.Only(topology.Pending.Exchange),
                    BrokerDefinitions.Only(queue)
                )
            ),
            ["queues"] = new JsonArray(
                BrokerDefinitions.QueueOf(vhost, queue, durable: true, topology.ParkedArguments())
            ),
            ["exchanges"] = new JsonArray(BrokerDefinitions.Exchange(vhost, MailOutcome.Exchange, "topic")),
            ["bindings"] = new JsonArray(BrokerDefinitions.Binding(vhost, MailOutcome.Exchange, queue, $"{app}.#")),
        };
    }
}
