namespace MailDispatcher.Consumer.Journal;

/// <summary>How a mail left the waiting room.</summary>
public enum Settlement
{
    Sent,
    Expired,
    Superseded,

    /// <summary>A cancel request that was carried out.</summary>
    Cancelled,
    Parked,
    Discarded,
}
