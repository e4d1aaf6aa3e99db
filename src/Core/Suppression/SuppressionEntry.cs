namespace MailDispatcher.Core.Suppression;

/// <summary>One address to which no mail goes.</summary>
/// <param name="Address">Its keyed hash; the address itself is nowhere.</param>
/// <param name="Since">When that was learned, or happened.</param>
/// <param name="Until">When it passes by itself; null for never.</param>
/// <param name="AtProvider">The provider's own list has it: when it no longer does, mail goes again.</param>
public sealed record SuppressionEntry(
    string Address,
    SuppressionCause Cause,
    DateTimeOffset Since,
    DateTimeOffset? Until = null,
    bool AtProvider = false
);
