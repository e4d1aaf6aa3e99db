using MailDispatcher.Core.Provider;

namespace MailDispatcher.Core.Journal;

/// <summary>
/// What the provider has told of a mail so far: a set of kinds, so that neither order nor repetition matters. A value.
/// </summary>
public readonly record struct DeliveryState
{
    // What counts most first: a mail that bounced after it was delivered has bounced.
    private static readonly ProviderEventKind[] Precedence =
    [
        ProviderEventKind.Complained,
        ProviderEventKind.HardBounced,
        ProviderEventKind.Blocked,
        ProviderEventKind.Failed,
        ProviderEventKind.Unsubscribed,
        ProviderEventKind.Delivered,
        ProviderEventKind.SoftBounced,
        ProviderEventKind.Deferred,
    ];

    private readonly int _heard;

    private DeliveryState(int heard, DateTimeOffset? deliveredAt) => (_heard, DeliveredAt) = (heard, deliveredAt);

    /// <summary>When the mailbox's server took it, the earliest that was told; null when that is not known.</summary>
    public DateTimeOffset? DeliveredAt { get; }

    /// <summary>What counts of all that was told; null when nothing was.</summary>
    public ProviderEventKind? Standing
    {
        get
        {
            foreach (var kind in Precedence)
                if (Has(kind))
                    return kind;
            return null;
        }
    }

    /// <summary>It got to the person, as far as anyone can tell.</summary>
    public bool HasReached =>
        Standing is ProviderEventKind.Delivered or ProviderEventKind.Complained or ProviderEventKind.Unsubscribed;

    /// <summary>It got to nobody, and will not.</summary>
    public bool HasFailed =>
        Standing
            is ProviderEventKind.HardBounced
                or ProviderEventKind.Blocked
                or ProviderEventKind.Failed
                or ProviderEventKind.SoftBounced;

    public bool Has(ProviderEventKind kind) => (_heard & (1 << (int)kind)) != 0;

    /// <summary>With one more thing told.</summary>
    /// <param name="at">When it happened, by the provider's clock.</param>
    public DeliveryState With(ProviderEventKind kind, DateTimeOffset at) =>
        new(_heard | (1 << (int)kind), kind is not ProviderEventKind.Delivered || DeliveredAt < at ? DeliveredAt : at);
}
