using MailDispatcher.Core.Provider;

namespace MailDispatcher.Core.Journal;

/// <summary>Reads a mail's status from what is known of it.</summary>
public static class MailStatuses
{
    /// <param name="state">Null for a mail that the journal does not have yet: it waits.</param>
    /// <param name="missing">Mails that wait and that no queue holds; null while nobody knows.</param>
    /// <param name="now">Ends a deferral.</param>
    public static MailStatus Of(MailState? state, IReadOnlySet<Guid>? missing, DateTimeOffset now) =>
        state switch
        {
            null => MailStatus.Pending,
            { Settled: Settlement.Sent, Delivery.Standing: { } told } => Of(told),
            { Settled: { } settled } => Of(settled),
            { IsInFlight: true } => MailStatus.Uncertain,
            _ when missing?.Contains(state.Id) == true => MailStatus.Missing,
            { NotBefore: { } until } when until > now => MailStatus.Deferred,
            _ => MailStatus.Pending,
        };

    /// <summary>Of a mail of which the provider told this.</summary>
    public static MailStatus Of(ProviderEventKind kind) =>
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

    private static MailStatus Of(Settlement settlement) =>
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
