namespace MailDispatcher.Core.Ports;

/// <summary>One message taken from the pending queue and not yet settled.</summary>
public sealed record Delivery
{
    /// <summary>What the broker calls it on its channel.</summary>
    public required ulong Tag { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    public string? MessageId { get; init; }

    /// <summary>
    /// When it was published, by its header or its AMQP timestamp; null when the publisher set neither.
    /// </summary>
    public DateTimeOffset? Published { get; init; }

    /// <summary>It was published without delivery mode 2: it would not have outlived a restart of the broker.</summary>
    public bool IsTransient { get; init; }

    /// <summary>The level that it waited at; null for none.</summary>
    public byte? Level { get; init; }

    /// <summary>Which parking it says to be released from; null when it was never parked.</summary>
    public int? ReleasedNumber { get; init; }

    /// <summary>Whom a receipt is asked for; a stranger's word.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>What a receipt is to bear; a stranger's word.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The W3C trace context of whoever published it; a stranger's word, null for none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>It comes from a queue for later days.</summary>
    public bool IsLater { get; init; }

    /// <summary>What the queue's own side needs to park it as it came.</summary>
    public object? Properties { get; init; }
}
