using MailDispatcher.Broker.Journal;
using MailDispatcher.Contracts;

namespace MailDispatcher.Broker.Definitions;

/// <summary>The queues of one dispatcher: the one place where their names and arguments stand.</summary>
public sealed record BrokerTopology
{
    public PendingQueueOptions Pending { get; init; } = new();

    /// <value>Queue of what a person must look at; default <c>mail-parked</c>.</value>
    public string Parked { get; init; } = "mail-parked";

    public JournalQueue Journal { get; init; } = new();

    /// <value>Exclusive queue whose holder is the leader; default <c>mail-dispatcher-lock</c>.</value>
    public string Lease { get; init; } = "mail-dispatcher-lock";
}
