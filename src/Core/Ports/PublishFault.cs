namespace MailDispatcher.Core.Ports;

/// <summary>
/// What a publisher did that can lose a mail, send it twice or at the wrong time, as far as the message shows it.
/// Whether it was published mandatory, and whether the confirm was awaited, no message shows.
/// </summary>
public enum PublishFault
{
    /// <summary>Delivery mode 1: a restart of the broker loses it, confirmed or not.</summary>
    Transient,

    /// <summary>
    /// Neither an <c>id</c> nor an AMQP message id: a repeat is told from another mail by what it says alone.
    /// </summary>
    NoId,

    /// <summary>
    /// No <c>id</c>, and an AMQP message id that is no UUID: a counter that begins anew names other mails the same.
    /// </summary>
    IdNoUuid,

    /// <summary>Neither <c>published_at</c> nor an AMQP timestamp: nobody knows which of two is newer.</summary>
    NoTime,

    /// <summary>A time without a zone: parked, or read in the zone of <c>Requests__Zone</c>.</summary>
    NoZone,

    /// <summary>A field that nobody reads; misspelt, most likely.</summary>
    UnknownField,

    /// <summary>The body is no valid request: it is parked.</summary>
    Unreadable,

    /// <summary>The properties can't be read by the dispatcher's client: it is parked without them.</summary>
    UnreadableHeaders,
}
