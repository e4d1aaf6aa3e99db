using RabbitMQ.Client;

namespace MailDispatcher.Broker.Pending;

/// <summary>One message taken and not yet settled.</summary>
public sealed record Delivery
{
    /// <summary>What the broker calls it on its channel.</summary>
    public required ulong Tag { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    public string? MessageId { get; init; }

    /// <summary>The AMQP timestamp; null when the publisher set none.</summary>
    public DateTimeOffset? Published { get; init; }

    /// <summary>Which parking a person released it from; null when it was never parked.</summary>
    public int? ReleasedNumber { get; init; }

    /// <summary>As published; they are parked with the bytes.</summary>
    public required IReadOnlyBasicProperties Properties { get; init; }
}
