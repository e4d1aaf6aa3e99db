using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Names;

namespace MailDispatcher.Web.View;

/// <summary>A mail's status as page and terminal write it.</summary>
public static class MailStatusWords
{
    /// <summary>One or two words, in lower case.</summary>
    public static string Of(MailStatus status) =>
        status switch
        {
            MailStatus.SoftBounced => "bounced (soft)",
            MailStatus.HardBounced => "bounced (hard)",
            _ => EnumName.Of(status),
        };

    /// <summary>The same at the beginning of a sentence.</summary>
    public static string Title(MailStatus status)
    {
        var words = Of(status);
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>How it is for whoever awaits the mail; of one that waits its forecast tells more.</summary>
    public static HealthLevel LevelOf(MailStatus status) =>
        status switch
        {
            MailStatus.Sent
            or MailStatus.Delivered
            or MailStatus.Coalesced
            or MailStatus.Superseded
            or MailStatus.Cancelled => HealthLevel.Good,
            MailStatus.Delayed
            or MailStatus.Unsubscribed
            or MailStatus.Uncertain
            or MailStatus.Suppressed
            or MailStatus.Parked
            or MailStatus.Discarded => HealthLevel.Notice,
            MailStatus.SoftBounced
            or MailStatus.HardBounced
            or MailStatus.Blocked
            or MailStatus.Failed
            or MailStatus.Complained
            or MailStatus.Expired
            or MailStatus.Missing => HealthLevel.Bad,
            MailStatus.Pending or MailStatus.Deferred => HealthLevel.Unknown,
            _ => throw new InvalidOperationException("A status without a level."),
        };
}
