namespace MailDispatcher.Core.Journal;

/// <summary>Where a mail stands: the states of docs/lifecycle.md, and no others.</summary>
public enum MailStatus
{
    Pending,

    /// <summary>Certainly not taken; tried again at a time.</summary>
    Deferred,

    /// <summary>An attempt is with the provider, or was, and nobody knows what came of it.</summary>
    Uncertain,

    /// <summary>It was asked for and is not settled, and no queue holds it.</summary>
    Missing,

    Sent,
    Delivered,

    /// <summary>Put off by the mailbox's server; the provider tries again by itself.</summary>
    Delayed,
    SoftBounced,
    HardBounced,
    Blocked,
    Failed,
    Complained,
    Unsubscribed,

    Expired,
    Superseded,
    Cancelled,
    Coalesced,
    Suppressed,
    Parked,
    Discarded,
}
