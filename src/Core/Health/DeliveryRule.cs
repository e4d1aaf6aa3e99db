using MailDispatcher.Core.Journal;

namespace MailDispatcher.Core.Health;

/// <summary>
/// When mail that reached nobody is more than a few wrong addresses: share and number are those of the alert
/// MailBounceRateHigh. What the provider has told nothing of counts as sent and no more. Pure.
/// </summary>
public static class DeliveryRule
{
    /// <summary>Providers warn at about 5 % and suspend the sender somewhat above.</summary>
    private const double WarnsAbove = 0.05;

    /// <summary>At half of them it is no longer the addresses alone: sending on is in vain.</summary>
    private const double FailsFrom = 0.5;

    /// <summary>Of fewer mails a share proves nothing; that half of them got to nobody is said all the same.</summary>
    private const int Fewest = 5;

    public static HealthLevel LevelOf(RecentSends sends)
    {
        ArgumentNullException.ThrowIfNull(sends);
        var (isMost, areMany) = (sends.ReachedNobody >= sends.Sent * FailsFrom, sends.ReachedNobody >= Fewest);
        return sends.ReachedNobody == 0 ? HealthLevel.Good
            : isMost && areMany ? HealthLevel.Bad
            : isMost || (areMany && sends.ReachedNobody > sends.Sent * WarnsAbove) ? HealthLevel.Notice
            : HealthLevel.Good;
    }
}
