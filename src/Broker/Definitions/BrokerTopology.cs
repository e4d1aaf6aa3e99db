using MailDispatcher.Broker.Journal;
using MailDispatcher.Contracts;

namespace MailDispatcher.Broker.Definitions;

/// <summary>The queues of one dispatcher: the one place where their names and arguments stand.</summary>
public sealed record BrokerTopology
{
    public PendingQueueOptions Pending { get; init; } = new();

    /// <value>Queue of what a person must look at; default <c>mail-parked</c>.</value>
    public string Parked { get; init; } = "mail-parked";

    /// <summary>
    /// What the parked queue is declared with: it is of the pending queue's kind, so that it outlives the same faults.
    /// </summary>
    public IDictionary<string, object?> ParkedArguments() =>
        Pending.IsQuorum
            ? new Dictionary<string, object?> { ["x-queue-type"] = "quorum", ["x-delivery-limit"] = int.MaxValue }
            : new Dictionary<string, object?>();

    public JournalQueue Journal { get; init; } = new();

    /// <summary>
    /// Holds up to which record of the journal all outcomes are told. Its name follows from the journal's, and no
    /// receipt can be sent to it.
    /// </summary>
    public string OutcomePosition => $"{Journal.Name}.told";

    /// <summary>What that queue is declared with: it holds one message.</summary>
    public IDictionary<string, object?> OutcomePositionArguments() =>
        new Dictionary<string, object?>(ParkedArguments()) { ["x-max-length"] = 1 };

    /// <value>Apps that hear their outcomes by webhook; each has a queue of its own. Default none.</value>
    public IReadOnlyList<string> WebhookApps { get; init; } = [];

    /// <summary>Holds the outcomes that an app was not told by webhook yet.</summary>
    public static string WebhookQueueOf(string app) => $"{MailOutcome.Exchange}.webhook.{app}";

    /// <value>Exclusive queue whose holder is the leader; default <c>mail-dispatcher-lock</c>.</value>
    public string Lease { get; init; } = "mail-dispatcher-lock";
}
