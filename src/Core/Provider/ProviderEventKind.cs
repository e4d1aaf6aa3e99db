namespace MailDispatcher.Core.Provider;

/// <summary>
/// What a provider tells of a mail that it took. The one list for webhook, event log and subscription, which each have
/// words of their own. That it was taken, opened or clicked is none of it.
/// </summary>
public enum ProviderEventKind
{
    /// <summary>The mailbox's server took it.</summary>
    Delivered,

    /// <summary>The mailbox's server put it off; the provider tries again by itself.</summary>
    Deferred,

    /// <summary>It was refused for a reason that may pass, and the provider has given up.</summary>
    SoftBounced,

    /// <summary>The address does not exist, or can never be reached.</summary>
    HardBounced,

    /// <summary>The provider did not try: it holds the address back.</summary>
    Blocked,

    /// <summary>The provider did not try for a fault that is not the address's, as a sender that it refuses.</summary>
    Failed,

    /// <summary>The person called it spam.</summary>
    Complained,

    /// <summary>The person wants no more of such mail.</summary>
    Unsubscribed,
}
