using MailDispatcher.Contracts;
using MailDispatcher.Core.Ports;
using RabbitMQ.Client;

namespace MailDispatcher.Broker.Parking;

/// <summary>A parked mail as a person sees it.</summary>
public sealed record ParkedMail
{
    public required ParkingNote Note { get; init; }

    /// <summary>The original bytes; they hold names and addresses and go to a person's eyes only.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>When it was published, as its message says; null when it says nothing.</summary>
    public DateTimeOffset? Published { get; init; }

    /// <summary>Template and deadline, when the body could be read.</summary>
    public MailRequest? Request { get; init; }

    /// <summary>
    /// The id that its app gave it, where it is parked under another one: what can't be read is, and what bears another
    /// mail's id. Null where the two are one, and where it bears none that can be read.
    /// </summary>
    public Guid? GivenId { get; init; }

    /// <summary>The copies of it, more than one when a crash fell into the parking.</summary>
    public required IReadOnlyList<ulong> Tags { get; init; }

    /// <summary>As published and parked.</summary>
    public required IReadOnlyBasicProperties Properties { get; init; }

    /// <summary>Where its publisher wants receipts, as it was given; null for none.</summary>
    public string? ReplyTo => Properties.ReplyTo;

    /// <summary>As its publisher gave it; null for none.</summary>
    public string? CorrelationId => Properties.CorrelationId;
}
