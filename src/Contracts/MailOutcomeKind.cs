namespace MailDispatcher.Contracts;

/// <summary>
/// What an app is told about its mail. The names on the wire stand in <see cref="MailOutcomeNames"/>.
/// </summary>
public enum MailOutcomeKind
{
    /// <summary>The dispatcher has seen the request and will send it in time as far as it can tell.</summary>
    Accepted,

    /// <summary>When it is to be sent has moved by more than a quarter of an hour.</summary>
    Scheduled,

    /// <summary>It may miss its deadline.</summary>
    AtRisk,

    /// <summary>The provider has taken it.</summary>
    Sent,

    /// <summary>The provider told that it reached the mailbox.</summary>
    Delivered,

    /// <summary>The mailbox refused it.</summary>
    Bounced,

    /// <summary>The provider did not try, because the person or an earlier failure forbids it.</summary>
    Blocked,

    /// <summary>The person called it spam.</summary>
    Complained,

    /// <summary>Its deadline passed before it could be sent.</summary>
    Expired,

    /// <summary>A newer request about its topic took its place.</summary>
    Superseded,

    /// <summary>Its content went with another mail to the same person.</summary>
    Coalesced,

    /// <summary>A cancel request withdrew it.</summary>
    Cancelled,

    /// <summary>A cancel request came after the mail was sent.</summary>
    TooLate,

    /// <summary>A cancel request found nothing that waits.</summary>
    NothingToCancel,

    /// <summary>It can't be sent as it is: a person must look at it.</summary>
    Parked,

    /// <summary>A person gave it up.</summary>
    Discarded,

    /// <summary>Another mail has this id already.</summary>
    Conflict,

    /// <summary>The mailbox's server put it off; the provider tries again.</summary>
    Deferred,

    /// <summary>It was refused for a reason that may pass, as a full mailbox, and is not tried again.</summary>
    SoftBounced,

    /// <summary>The person wants no more of such mail.</summary>
    Unsubscribed,

    /// <summary>It was not sent, and no credit spent: mail to this address reaches nobody, or is not wanted.</summary>
    Suppressed,
}
