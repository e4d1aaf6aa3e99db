namespace MailDispatcher.Core.Policy.Rules;

/// <summary>
/// How long parked mail is kept before it is discarded by itself. A warning stands for a day before: what no warning
/// speaks of is kept, whatever its age. Pure.
/// </summary>
/// <param name="keep">Null: for ever.</param>
public sealed class ParkedRetention(TimeSpan? keep)
{
    /// <summary>How long a warning stands before anything that it speaks of is discarded.</summary>
    public static readonly TimeSpan WarningStands = TimeSpan.FromDays(1);

    /// <summary>False where parked mail is kept until a person deals with it.</summary>
    public bool IsOn => keep is not null;

    /// <summary>From when on a mail's time counts: its parking, or its deadline while that is still ahead.</summary>
    /// <param name="mayBeSent">Nobody knows whether it was sent: only a person may close it.</param>
    /// <param name="parkedAt">Null where nobody knows, as of what was put there by hand.</param>
    /// <param name="deadline">Null when it can't be read.</param>
    /// <returns>Null for one that is never discarded by itself.</returns>
    public static DateTimeOffset? CountsFrom(bool mayBeSent, DateTimeOffset? parkedAt, DateTimeOffset? deadline) =>
        mayBeSent || parkedAt is not { } parked ? null
        : deadline > parked ? deadline
        : parked;

    /// <summary>The warning that is due now: of all whose time has counted for long enough.</summary>
    /// <exception cref="InvalidOperationException">Parked mail is kept for ever.</exception>
    public DiscardWarning WarningAt(DateTimeOffset now) =>
        keep is { } kept
            ? new(now - kept + WarningStands, now + WarningStands)
            : throw new InvalidOperationException("Parked mail is kept for ever.");

    /// <summary>When a mail is discarded.</summary>
    /// <param name="countsFrom">As <see cref="CountsFrom"/> tells it.</param>
    /// <param name="warnings">Those that were given, in no order.</param>
    /// <returns>Null for one of which no warning speaks.</returns>
    public DateTimeOffset? DiscardAt(DateTimeOffset? countsFrom, IEnumerable<DiscardWarning> warnings)
    {
        if (keep is not { } kept || countsFrom is not { } from)
            return null;
        var warning = warnings.Where(w => w.CountedUntil >= from).MinBy(w => w.DiscardAt);
        // Kept longer since the warning: then the warning does not shorten it.
        return warning is null ? null
            : warning.DiscardAt > from + kept ? warning.DiscardAt
            : from + kept;
    }
}
