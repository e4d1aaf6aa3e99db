using MailDispatcher.Core.Provider;

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

/// <summary>Reads a mail's status from what is known of it.</summary>
public static class MailStatusOf
{
    /// <param name="state">Null for a mail that the journal does not have yet: it waits.</param>
    /// <param name="missing">Mails that wait and that no queue holds; null while nobody knows.</param>
    /// <param name="now">Ends a deferral.</param>
    public static MailStatus Mail(MailState? state, IReadOnlySet<Guid>? missing, DateTimeOffset now) =>
        state switch
        {
            null => MailStatus.Pending,
            { Settled: Settlement.Sent, Delivery.Standing: { } told } => Told(told),
            { Settled: { } settled } => Settled(settled),
            { IsInFlight: true } => MailStatus.Uncertain,
            _ when missing?.Contains(state.Id) == true => MailStatus.Missing,
            { NotBefore: { } until } when until > now => MailStatus.Deferred,
            _ => MailStatus.Pending,
        };

    public static MailStatus Told(ProviderEventKind kind) =>
        kind switch
        {
            ProviderEventKind.Delivered => MailStatus.Delivered,
            ProviderEventKind.Deferred => MailStatus.Delayed,
            ProviderEventKind.SoftBounced => MailStatus.SoftBounced,
            ProviderEventKind.HardBounced => MailStatus.HardBounced,
            ProviderEventKind.Blocked => MailStatus.Blocked,
            ProviderEventKind.Failed => MailStatus.Failed,
            ProviderEventKind.Complained => MailStatus.Complained,
            ProviderEventKind.Unsubscribed => MailStatus.Unsubscribed,
            _ => throw new InvalidOperationException("A report without a status."),
        };

    private static MailStatus Settled(Settlement settlement) =>
        settlement switch
        {
            Settlement.Sent => MailStatus.Sent,
            Settlement.Expired => MailStatus.Expired,
            Settlement.Superseded => MailStatus.Superseded,
            Settlement.Cancelled => MailStatus.Cancelled,
            Settlement.Coalesced => MailStatus.Coalesced,
            Settlement.Suppressed => MailStatus.Suppressed,
            Settlement.Parked => MailStatus.Parked,
            Settlement.Discarded => MailStatus.Discarded,
            _ => throw new InvalidOperationException("A settlement without a status."),
        };
}
