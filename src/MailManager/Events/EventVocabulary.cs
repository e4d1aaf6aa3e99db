using System.Collections.Frozen;
using MailDispatcher.Core.Provider;

namespace MailDispatcher.MailManager.Events;

/// <summary>
/// The provider's words for events. It has three lists: of a webhook's body (<c>hard_bounce</c>), of the event log
/// (<c>hardBounces</c>) and of a subscription (<c>hardBounce</c>); no word means one thing in one and another in the
/// other, so all are read alike.
/// </summary>
internal static class EventVocabulary
{
    /// <summary>What a webhook is subscribed to: all that says what became of a mail.</summary>
    public static IReadOnlyList<string> Subscription { get; } =
    ["delivered", "deferred", "softBounce", "hardBounce", "invalid", "blocked", "spam", "unsubscribed"];

    private static readonly FrozenDictionary<string, ProviderEventKind> Words = new Dictionary<
        string,
        ProviderEventKind
    >
    {
        ["delivered"] = ProviderEventKind.Delivered,
        ["deferred"] = ProviderEventKind.Deferred,
        ["soft_bounce"] = ProviderEventKind.SoftBounced,
        ["softBounce"] = ProviderEventKind.SoftBounced,
        ["softBounces"] = ProviderEventKind.SoftBounced,
        ["hard_bounce"] = ProviderEventKind.HardBounced,
        ["hardBounce"] = ProviderEventKind.HardBounced,
        ["hardBounces"] = ProviderEventKind.HardBounced,
        // An address that can't be one.
        ["invalid_email"] = ProviderEventKind.HardBounced,
        ["invalid"] = ProviderEventKind.HardBounced,
        ["blocked"] = ProviderEventKind.Blocked,
        ["error"] = ProviderEventKind.Failed,
        ["spam"] = ProviderEventKind.Complained,
        ["complaint"] = ProviderEventKind.Complained,
        ["unsubscribe"] = ProviderEventKind.Unsubscribed,
        ["unsubscribed"] = ProviderEventKind.Unsubscribed,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Null for a word that says nothing of where a mail got to (taken, opened, clicked), and for one that is not
    /// known.
    /// </summary>
    public static ProviderEventKind? Parse(string? word) =>
        word is not null && Words.TryGetValue(word.Trim(), out var kind) ? kind : null;
}
