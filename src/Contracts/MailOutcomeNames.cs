namespace MailDispatcher.Contracts;

/// <summary>The one table of the outcomes' names on the wire, in routing keys and in the schema.</summary>
public static class MailOutcomeNames
{
    public static string Of(MailOutcomeKind kind) =>
        kind switch
        {
            MailOutcomeKind.Accepted => "accepted",
            MailOutcomeKind.Scheduled => "scheduled",
            MailOutcomeKind.AtRisk => "at_risk",
            MailOutcomeKind.Sent => "sent",
            MailOutcomeKind.Delivered => "delivered",
            MailOutcomeKind.Bounced => "bounced",
            MailOutcomeKind.Blocked => "blocked",
            MailOutcomeKind.Complained => "complained",
            MailOutcomeKind.Expired => "expired",
            MailOutcomeKind.Superseded => "superseded",
            MailOutcomeKind.Coalesced => "coalesced",
            MailOutcomeKind.Cancelled => "cancelled",
            MailOutcomeKind.TooLate => "too_late",
            MailOutcomeKind.NothingToCancel => "nothing_to_cancel",
            MailOutcomeKind.Parked => "parked",
            MailOutcomeKind.Discarded => "discarded",
            MailOutcomeKind.Conflict => "conflict",
            MailOutcomeKind.Deferred => "deferred",
            MailOutcomeKind.SoftBounced => "soft_bounced",
            MailOutcomeKind.Unsubscribed => "unsubscribed",
            MailOutcomeKind.Suppressed => "suppressed",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "An outcome without a name."),
        };

    /// <summary>Null for a name that is not known here: a newer dispatcher may tell more.</summary>
    public static MailOutcomeKind? Parse(string? name)
    {
        foreach (var kind in Enum.GetValues<MailOutcomeKind>())
            if (Of(kind) == name)
                return kind;
        return null;
    }
}
