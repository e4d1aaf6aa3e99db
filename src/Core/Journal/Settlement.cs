namespace MailDispatcher.Core.Journal;

/// <summary>How a mail left the pending queue.</summary>
public enum Settlement
{
    Sent,
    Expired,
    Superseded,

    /// <summary>A cancel request that was carried out.</summary>
    Cancelled,

    /// <summary>Its content went with another mail to the same person.</summary>
    Coalesced,
    Parked,
    Discarded,

    /// <summary>Its address can't be reached; no credit was spent on it.</summary>
    Suppressed,
}
