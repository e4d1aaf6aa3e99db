using MailDispatcher.Contracts;

namespace MailDispatcher.Client;

/// <summary>How a host app reaches the pending queue.</summary>
public sealed record MailPublisherOptions
{
    /// <value><c>amqp://user:password@host:port/vhost</c> or <c>amqps://</c>. No default: it holds a secret.</value>
    public required Uri Broker { get; init; }

    /// <value>Further brokers of the same cluster, tried in this order when the first can't be had; after a connection
    /// that ended the next one comes first.</value>
    public IReadOnlyList<Uri> FailOver { get; init; } = [];

    /// <value>Shown to the broker (<c>amqps</c>). Null: none.</value>
    public ClientCertificate? Certificate { get; init; }

    /// <value>
    /// Default false: a queue that is missing or misspelt is an error. True declares the pending queue with the
    /// exchange that feeds it, for a program that may come up before the dispatcher.
    /// </value>
    public bool CreateQueues { get; init; }

    /// <value>Stands as <see cref="MailRequest.App"/> in requests that name none. Null: nothing is added.</value>
    public string? App { get; init; }

    public PendingQueueOptions Queue { get; init; } = new();

    /// <value>The zone whose calendar days the broker level counts. Default America/Recife, the original's.</value>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.FindSystemTimeZoneById(CalendarZone.DefaultName);

    /// <value>How long one publish may take with all its reconnects before its caller is told. Default 30 s.</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <value>
    /// Default false: a mail whose deadline has passed is refused, since it would never be sent. True publishes it all
    /// the same, for a rehearsal.
    /// </value>
    public bool AllowPastDeadlines { get; init; }

    /// <value>The name of the connection in RabbitMQ's own page.</value>
    public string ConnectionName { get; init; } = "mail publisher";
}
